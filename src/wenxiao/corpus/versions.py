"""The version of the engine for a format: what it is read by, so that a new version reads again only what it must.

A version is the release and a fingerprint of the program text that a document of that format goes through: its reader, the
reading, the rules, with the tables of words and regimes beside them. A change of the reader of one format leaves the others.
"""

from __future__ import annotations

import pkgutil
import re
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import wenxiao
from wenxiao.documents import readers
from wenxiao.documents.readers.base import Reader

_ROOT = Path(wenxiao.__file__).parent
_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(wenxiao[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|import[ \t]+(wenxiao[\w.]*))", re.M
)
_NAME = re.compile(r"\w+")
#: What every document goes through.
_COMMON = ("wenxiao.reading.pipeline", "wenxiao.audit.run", "wenxiao.audit.rules", "wenxiao.corpus.flatten")
#: What reads pictures, where it is installed.
_PICTURES = "wenxiao.documents.ocr"


@cache
def version_of(reader: str) -> str:
    """The engine version of documents that the reader of this module name (``pdf``) reads."""
    closure = set(_closure(_COMMON)) | set(_closure((f"{readers.__name__}.{reader}",)))
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        closure.discard(_file(_PICTURES))  # what it reads as pictures is another matter once they can be
    digest = blake2b(digest_size=6)
    for file in sorted(closure | _tables(closure)):
        digest.update(file.relative_to(_ROOT).as_posix().encode() + b"\0" + _print(file))
    return f"{wenxiao.__version__}+{digest.hexdigest()}"


@cache
def reader_names() -> dict[int, str]:
    """The module name of each reader, by the reader's identity."""
    names = {}
    for found in pkgutil.iter_modules(readers.__path__):
        reader = getattr(import_module(f"{readers.__name__}.{found.name}"), "READER", None)
        if isinstance(reader, Reader):
            names[id(reader)] = found.name
    return names


@cache
def _content(file: Path) -> bytes:
    return file.read_bytes()


@cache
def _print(file: Path) -> bytes:
    return blake2b(_content(file), digest_size=16).digest()


def _tables(closure: set[Path]) -> set[Path]:
    """The tables that lie beside the modules or below their packages: words, regimes, catalogues."""
    return {table for folder in {file.parent for file in closure} if folder != _ROOT for table in _below(folder)}


@cache
def _below(folder: Path) -> tuple[Path, ...]:
    return tuple(file for file in folder.rglob("*") if file.suffix in (".toml", ".json"))


@cache
def _file(module: str) -> Path:
    path = _ROOT.parent.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def _closure(modules: tuple[str, ...]) -> frozenset[Path]:
    """The files of these modules and of all that they import of this program."""
    seen: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module in seen or not _file(module).is_file():
            continue
        seen.add(module)
        waiting += _imports(module)
    return frozenset(map(_file, seen))


@cache
def _imports(module: str) -> tuple[str, ...]:
    found: list[str] = []
    file = _file(module)
    for origin, names, whole in _IMPORT.findall(_content(file).decode()):
        found.append(whole or origin)
        found += [f"{origin}.{name}" for name in _NAME.findall(names)] if origin else []
    if file.name == "__init__.py" and "iter_modules" in _content(file).decode():  # a package that loads what lies in it
        found += [f"{module}.{entry.stem}" for entry in file.parent.glob("*.py") if entry.stem != "__init__"]
    parent = module.rpartition(".")[0]
    return (*found, parent) if parent else tuple(found)
