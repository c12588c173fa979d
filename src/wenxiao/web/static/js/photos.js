// Photos are made as small on the telephone as the site keeps them, before they wait for a line or travel. What the camera wrote into one
// goes along unchanged, but for the turning, which is done by then: when and where it was taken is read on the site, from that alone.
"use strict";
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];

function cameraWords(bytes) {  // the segment in which a camera writes; null where there is none, undefined for what is no plain JPEG
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = view.getUint16(at), size = view.getUint16(at + 2);
    if (marker === 0xffda) return null;
    if (marker >> 8 !== 0xff || size < 2) return undefined;
    if (marker === 0xffe1 && EXIF.every((byte, n) => bytes[at + 4 + n] === byte)) return bytes.slice(at, at + 2 + size);
    at += 2 + size;
  }
  return undefined;
}

function upright(segment) {  // the same, saying that the picture stands as it is to be seen; throws where it cannot be read
  const view = new DataView(segment.buffer), base = 10, little = view.getUint16(base) === 0x4949;
  const first = base + view.getUint32(base + 4, little), count = view.getUint16(first, little);
  for (let n = 0; n < count; n++) {
    const entry = first + 2 + 12 * n;
    if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
  }
  return segment;
}

// The photo with its longer side at most `edge` pixels, as JPEG; the photo itself where the browser cannot, or where it would not be smaller.
async function smaller(photo, edge, quality) {
  let bitmap = null;
  try {
    const said = cameraWords(new Uint8Array(await photo.arrayBuffer()));
    if (said === undefined) return photo;
    const words = said && upright(said);
    bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" });  // refused by a browser that would not turn it
    const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const pen = canvas.getContext("2d", { alpha: false });
    pen.imageSmoothingQuality = "high";
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (drawn?.type !== "image/jpeg") return photo;
    const made = words ? new Blob([drawn.slice(0, 2), words, drawn.slice(2)], { type: drawn.type }) : drawn;
    return made.size < photo.size ? made : photo;
  } catch {
    return photo;
  } finally {
    bitmap?.close();
  }
}
