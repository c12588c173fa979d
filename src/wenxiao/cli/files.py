"""Which files a command line means: files, folders with everything readable below them, and patterns."""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wenxiao.documents.folders import PAGES, hidden, walk
from wenxiao.documents.items import Item, is_document, opened
from wenxiao.documents.linked import linked
from wenxiao.documents.naming import shown
from wenxiao.told import cause


@dataclass(slots=True)
class Trouble:
    """Something that could not be read, in one line for the user."""

    zh: str
    en: str

    def message(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(slots=True)
class Found:
    """Documents in the order of the arguments, each once, and what could not be looked into."""

    files: list[Item] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)  # names by folder or archive

    def take(self, path: Path) -> None:
        """Add a file, or where it is an archive the documents in it."""
        for one in opened(Item(path)):
            if isinstance(one, Item):
                self.files.append(one)
            else:
                self.troubles.append(Trouble(one.message("zh"), one.message("en")))

    def companions(self, item: Item) -> tuple[str, ...]:
        """Names of the files of its folder or its archive, its own among them."""
        return self.beside.get(item.together, ())


def find(arguments: Sequence[str]) -> Found:
    """A file stands for itself whatever its name, an archive and a folder for their documents, a saved page for itself and
    the attachments beside it that it links to, anything else for a pattern.
    """
    found = Found()
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            _folder(path, found)
        elif not os.path.lexists(path) and glob.has_magic(argument):
            _pattern(argument, found)
        else:
            found.take(path)
            for attachment in linked(path) if path.suffix.lower() in PAGES else ():
                if is_document(attachment.name):
                    found.take(attachment)
    found.files = list(dict.fromkeys(found.files))
    beside: defaultdict[str, list[str]] = defaultdict(list)
    for item in found.files:
        beside[item.together].append(item.file_name)
    found.beside = {place: tuple(names) for place, names in beside.items()}
    return found


def _folder(folder: Path, found: Found) -> None:
    before = len(found.files), len(found.troubles)

    def refused(error: OSError) -> None:
        name, (zh, en) = shown(Path(error.filename or folder)), cause(error)
        found.troubles.append(
            Trouble(
                f"无法读取文件夹 {name}：{zh}；请检查权限。",
                f"cannot read the folder {name}: {en}; check its permissions.",
            )
        )

    for path in walk(folder, refused):
        found.take(path)
    if (len(found.files), len(found.troubles)) == before:
        name = shown(folder)
        found.troubles.append(
            Trouble(
                f"文件夹 {name} 中没有可读的文件；请给出其中的文件，或检查文件名的后缀。",
                f"the folder {name} holds no document; name a file in it or check the file endings.",
            )
        )


def _pattern(pattern: str, found: Found) -> None:
    matches = sorted(glob.glob(pattern, recursive=True))
    for path in map(Path, matches):
        if not path.is_dir() and not hidden(path.name):
            found.take(path)
    if not matches:
        name = shown(Path(pattern))
        found.troubles.append(Trouble(f"没有文件符合 {name}；请检查路径。", f"no file matches {name}; check the path."))
