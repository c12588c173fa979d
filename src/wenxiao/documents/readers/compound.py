"""Streams of a compound file (OLE2): what old Word and Excel documents are kept in."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from olefile import OleFileIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Streams with a larger size are not read.
MAX_STREAM = 64 * 1024 * 1024
# What olefile lets through of a damaged file beside its own error, which is an OSError.
_DAMAGED = OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, struct.error, RecursionError


class DamagedError(Exception):
    """A structure of the file does not hold."""


class Compound:
    """The streams of one file by name. Every failure is a ``DamagedError``."""

    def __init__(self, data: bytes) -> None:
        from olefile import OleFileIO  # needed for old documents only

        try:
            self._file: OleFileIO[str] = OleFileIO(io.BytesIO(data))
        except _DAMAGED as error:
            raise DamagedError(str(error)) from None

    def has(self, name: str) -> bool:
        """Whether a stream stands in the root."""
        try:
            return bool(self._file.exists(name))
        except _DAMAGED as error:
            raise DamagedError(str(error)) from None

    def stream(self, name: str) -> bytes:
        """Content of a stream of the root; empty where there is none."""
        try:
            if not self._file.exists(name):
                return b""
            if self._file.get_size(name) > MAX_STREAM:
                raise DamagedError(f"{name} is larger than {MAX_STREAM} bytes")
            data = self._file.openstream(name).read()
        except _DAMAGED as error:
            raise DamagedError(str(error)) from None
        return bytes(data)


def holds(data: bytes, name: str, others: tuple[str, ...] = ()) -> bool:
    """Whether a file is a compound file with the stream ``name`` in its root.

    Documents hold documents of other kinds: only where the name of one of the ``others`` occurs too is the directory read.
    """
    if not data.startswith(MAGIC) or name.encode("utf-16-le") not in data:
        return False
    if not any(f"{other}\0".encode("utf-16-le") in data for other in others):
        return True
    try:
        return Compound(data).has(name)
    except DamagedError:
        return True
