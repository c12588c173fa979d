"""LibreOffice as a second way to read a document: it converts, without a window, what no reader of our own takes.

Each process of ours has a profile of its own, which forbids macros and everything that a document may want to fetch. A
call that takes too long is ended with all that it has started.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

#: Path of the program, where it is not found by itself.
VARIABLE = "WENXIAO_SOFFICE"
#: Seconds that one call may take, and what each further file of it adds.
SECONDS, SECONDS_MORE = 90, 15
_MEGABYTES = 6144  # address space of the program, where the system can limit it
_NAMES = ("soffice", "libreoffice", "soffice.com")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files*/LibreOffice/program/soffice.com",
)
# By ending, how to read it. Without this a damaged file would be taken for plain text, and its bytes for a report.
_IMPORT = {
    "doc": ("MS Word 97", "MS Word 95", "MS WinWord 6.0"),
    "docx": ("MS Word 2007 XML",),
    "odt": ("writer8",),
    "rtf": ("Rich Text Format",),
    "ods": ("calc8",),
}
_EXPORT = {
    "docx": "docx:MS Word 2007 XML",
    "doc": "doc:MS Word 97",
    "odt": "odt:writer8",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
}
_LIMITED = f'ulimit -v {_MEGABYTES * 1024} 2>/dev/null; exec "$0" "$@"'

# Macros never run; links are not followed, neither to files nor to addresses; nothing is asked.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_VALUES = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Save/Document", "CreateBackup", "false"),
    ("Setup/Office", "ooSetupInstCompleted", "true"),
)


class MissingOfficeError(Exception):
    """There is no LibreOffice here."""


class OfficeError(Exception):
    """LibreOffice did not convert a file. ``hung``: it was stopped because it took too long."""

    def __init__(self, *, hung: bool = False) -> None:
        super().__init__("hung" if hung else "failed")
        self.hung = hung


def find_office() -> Path | None:
    """The program: what the environment names, what PATH has, or what stands in one of the usual places."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if os.access(named, os.X_OK) else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in _PLACES:
        root = Path(Path(place).anchor)
        for path in sorted(root.glob(str(Path(place).relative_to(root))), reverse=True):
            if os.access(path, os.X_OK):
                return path
    return None


def convert(data: bytes, ending: str, to: str = "docx", *, seconds: float = SECONDS) -> bytes:
    """One file in another format. Raises ``MissingOfficeError`` and ``OfficeError``."""
    result = convert_many([(data, ending)], to, seconds=seconds)[0]
    if isinstance(result, OfficeError):
        raise result
    return result


def convert_many(
    files: Sequence[tuple[bytes, str]], to: str = "docx", *, seconds: float = SECONDS
) -> list[bytes | OfficeError]:
    """Files, each with the ending of its format (doc, docx, odt, ods, rtf), in the format ``to`` (docx, doc, odt, xlsx), in one call of the program a format.

    What that call did not give is tried once more by itself, so that no file spoils another. Raises ``MissingOfficeError``.
    """
    program = find_office()
    if program is None:
        raise MissingOfficeError
    with tempfile.TemporaryDirectory(prefix="wenxiao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        groups: dict[str, list[Path]] = {}
        for number, (data, ending) in enumerate(files):
            path = folder / f"{number}.{ending}"
            path.write_bytes(data)
            groups.setdefault(ending, []).append(path)
        hung: set[Path] = set()
        for ending, paths in groups.items():
            _convert(program, ending, paths, folder / "out", to, seconds, hung)
        results: list[bytes | OfficeError] = []
        for number, (_, ending) in enumerate(files):
            made = folder / "out" / f"{number}.{to}"
            failed = OfficeError(hung=folder / f"{number}.{ending}" in hung)
            results.append(made.read_bytes() if made.exists() else failed)
        return results


def _convert(
    program: Path, ending: str, paths: Sequence[Path], out: Path, to: str, seconds: float, hung: set[Path]
) -> None:
    """Files of one format into the folder ``out``; ``hung`` gets those that took too long."""
    for reading in _IMPORT[ending]:
        left = [path for path in paths if path not in hung and not (out / f"{path.stem}.{to}").exists()]
        if len(left) > 1:
            _run(program, left, reading, out, to, seconds + SECONDS_MORE * (len(left) - 1))
            left = [path for path in left if not (out / f"{path.stem}.{to}").exists()]
        hung |= {path for path in left if _run(program, [path], reading, out, to, seconds)}


def _run(program: Path, paths: Sequence[Path], reading: str, folder: Path, to: str, seconds: float) -> bool:
    """Convert into ``folder`` and say whether the time was over."""
    command = [
        str(program), f"-env:UserInstallation={_profile(os.getpid()).as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--nodefault", "--nofirststartwizard", "--nologo", f"--infilter={reading}", "--convert-to", _EXPORT[to],
        "--outdir", str(folder), *map(str, paths),
    ]  # fmt: skip
    if os.name == "posix":
        command = ["/bin/sh", "-c", _LIMITED, *command]
    nowhere = subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    finally:
        _end(child)
    return False


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a child and all that it has started."""
    if sys.platform == "win32":
        if child.poll() is None:
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@lru_cache(maxsize=1)
def _profile(process: int) -> Path:
    """The profile of this process (not of the one that it was forked from); it goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix=f"wenxiao-office-{process}-"))
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir()
    settings.write_text(_SETTINGS.format("\n".join(_ITEM.format(*value) for value in _VALUES)), encoding="utf-8")

    def remove() -> None:
        if os.getpid() == process:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder
