// Unit grids and open cases, drawn without tiles of anybody else: polygons from data-grids, cases within the view from data-cases;
// on the page of one case its own place, from data-lon and data-lat.
"use strict";
(() => {
  const words = (data, number, late) => number + " " + data.open + (late ? " · " + late + " " + data.late : "");
  const shade = (number) => (number === 0 ? 0 : number < 3 ? 1 : number < 8 ? 2 : number < 20 ? 3 : 4);

  async function draw(frame) {
    const data = frame.dataset, still = "still" in data;
    let all;
    try {
      const answer = await fetch(data.grids);
      if (!answer.ok) throw new Error(String(answer.status));
      all = await answer.json();
    } catch {  // no line, and nothing kept
      frame.hidden = true;
      return;
    }
    const note = document.querySelector("[data-map-note]");
    const map = L.map(frame, { attributionControl: false, zoomControl: false, minZoom: 9, maxZoom: 19, zoomSnap: 0.5, dragging: !still, scrollWheelZoom: !still, renderer: L.svg({ padding: 0.5 }) });
    L.control.zoom({ zoomInTitle: data.in, zoomOutTitle: data.out }).addTo(map);
    const byCode = {};
    const grids = L.geoJSON(all, {
      interactive: true,
      style: (one) => ({ className: "unit-grid" + (one.properties.code === data.here ? " here" : ""), weight: 1 }),
      onEachFeature: (one, layer) => {
        byCode[one.properties.code] = layer;
        layer.bindTooltip(one.properties.code + " " + one.properties.name, { sticky: true });
        if (!still) layer.on("click", () => { window.location = one.properties.url; });
      },
    }).addTo(map);
    const here = byCode[data.here], point = data.lat ? [Number(data.lat), Number(data.lon)] : null;
    const bounds = here ? here.getBounds() : point ? L.latLngBounds([]) : grids.getBounds();
    if (point) {
      bounds.extend(point);
      const icon = L.divIcon({ className: "mark this" + (data.mark === "error" ? " late" : ""), iconSize: [18, 18] });
      const made = L.marker(point, { icon, alt: data.words, title: data.words, keyboard: false });
      made.on("add", () => made.getElement()?.setAttribute("aria-label", data.words)).addTo(map);
    }
    if (bounds.isValid()) map.fitBounds(bounds.pad(point ? 0.15 : here ? 1 : 0.02), { maxZoom: 17 }); else map.setView([35, 105], 4);
    if (!data.cases) return;
    const marks = L.layerGroup().addTo(map);

    function mark(one) {
      const { number, late, urgent, words: text, url, address } = one.properties;
      const [lon, lat] = one.geometry.coordinates;
      const size = number === 1 ? 14 : Math.min(56, 24 + 6 * Math.log2(number));
      const icon = L.divIcon({ className: "mark" + (number > 1 ? " many" : "") + (late ? " late" : "") + (urgent ? " urgent" : ""), html: number > 1 ? String(number) : "", iconSize: [size, size] });
      const made = L.marker([lat, lon], { icon, alt: text, title: text, keyboard: true });
      made.on("add", () => made.getElement()?.setAttribute("aria-label", text));
      if (number > 1) {
        made.on("click", () => map.setView([lat, lon], Math.min(map.getZoom() + 2, 19)));
      } else {
        const box = document.createElement("div");
        const line = document.createElement(url ? "a" : "span");
        if (url) line.href = url;
        line.textContent = text;
        box.append(line, document.createElement("br"), address || "");
        made.bindPopup(box);
      }
      return made;
    }

    let last = "", popup = false;
    map.on("popupopen", () => { popup = true; });
    map.on("popupclose", () => { popup = false; });
    async function refresh(moved) {
      if (!moved && (popup || frame.contains(document.activeElement) && document.activeElement !== frame)) return; // nobody loses what they look at
      const view = map.getBounds();
      const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].map((one) => one.toFixed(6)).join(",");
      let text;
      try {
        const got = await fetch(data.cases + "?bbox=" + box);
        if (!got.ok) throw new Error(String(got.status));
        text = await got.text();
      } catch {
        if (note) note.textContent = data.failed;
        return;
      }
      if (note) note.textContent = "";
      if (text === last) return;
      last = text;
      const found = JSON.parse(text);
      marks.clearLayers();
      for (const one of found.features) mark(one).addTo(marks);
      for (const [code, layer] of Object.entries(byCode)) {
        const [number, late] = found.grids[code] || [0, 0];
        const shape = layer.getElement();
        if (shape) shape.setAttribute("class", "unit-grid leaflet-interactive n" + shade(number));
        const { name } = layer.feature.properties;
        layer.setTooltipContent(code + " " + name + " · " + words(data, number, late));
      }
    }
    map.on("moveend", () => refresh(true));
    await refresh(true);
    setInterval(() => { if (!document.hidden) refresh(false); }, 1000 * Number(data.every || 15));
  }
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-map]").forEach(draw));
})();
