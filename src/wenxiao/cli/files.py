"""Which files a command line means: files, folders with everything readable below them, and patterns."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wenxiao.documents.opening import shown

#: Name, without its ending, of the report that a run leaves behind where no other is asked for.
REPORT = "wenxiao-report"

#: Endings taken from a folder. A format that is not read is taken too: leaving a document out silently would hide it.
ENDINGS = frozenset(
    [
        ".txt",
        ".text",
        ".docx",
        ".docm",
        ".dotx",
        ".html",
        ".htm",
        ".mht",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".ofd",
        ".pdf",
        ".xls",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".et",
        ".ods",
        ".csv",
        ".tsv",
    ]
)


@dataclass(slots=True)
class Trouble:
    """Something that could not be read, in one line for the user."""

    zh: str
    en: str

    def message(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(slots=True)
class Found:
    """Files in the order of the arguments, each once, and what could not be looked into."""

    files: list[Path] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def find(arguments: Sequence[str]) -> Found:
    """A file stands for itself whatever its name, a folder for its documents, anything else for a pattern."""
    found = Found()
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            _folder(path, found)
        elif not os.path.lexists(path) and glob.has_magic(argument):
            _pattern(argument, found)
        else:
            found.files.append(path)
    found.files = list(dict.fromkeys(found.files))
    return found


def _folder(folder: Path, found: Found) -> None:
    before = len(found.files), len(found.troubles)

    def refused(error: OSError) -> None:
        name, why = shown(Path(error.filename or folder)), error.strerror
        found.troubles.append(
            Trouble(
                f"无法读取文件夹 {name}：没有权限或不可用（{why}）；请检查权限。",
                f"cannot read the folder {name}: {why}; check its permissions.",
            )
        )

    for where, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found.files += [Path(where, name) for name in sorted(names) if _document(name)]
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
    paths = (Path(match) for match in matches)
    found.files += [path for path in paths if not path.is_dir() and not _hidden(path.name)]
    if not matches:
        name = shown(Path(pattern))
        found.troubles.append(Trouble(f"没有文件符合 {name}；请检查路径。", f"no file matches {name}; check the path."))


def _document(name: str) -> bool:
    """Whether a file of a folder is taken."""
    return not _hidden(name) and os.path.splitext(name)[1].lower() in ENDINGS


def _hidden(name: str) -> bool:
    """Hidden by its owner, the lock file of an office program, or a report or a letter of an earlier run."""
    return name.startswith((".", "~$", f"{REPORT}.", f"{REPORT}-"))
