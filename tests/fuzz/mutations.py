"""Ways to spoil a file: its bytes, the members of its zip, the tree of its XML, the objects of its PDF, its streams."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree
from olefile import OleFileIO

_NUMBERS = (
    "0",
    "-1",
    "1",
    "65536",
    "2147483648",
    "99999999999999999999",
    "1e308",
    "-1e308",
    "nan",
    "inf",
    "0.0000001",
    "",
)
_STRANGE = (
    *_NUMBERS,
    "../../../etc/passwd",
    "/",
    "\\",
    "甲" * 3000,
    "%s%n",
    "A1:XFD1048576",
    "A0",
    "ZZZZZZ9",
    "\u202e",
    "，",
    "g 99999999 1",
)
_BYTES = (
    b"\0",
    b"\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\xff",
    b"\x80\0\0\0",
    b"\0\0\0\0",
    b"<",
    b">",
    b'"',
    b"&#0;",
    b"\n",
)
_MOST, _MOST_ELEMENTS = 8_000_000, 20_000  # bytes of a spoilt file, elements of its tree, more or less

Spoil = Callable[[bytes, Random], bytes]


def spoilt(data: bytes, random: Random) -> bytes:
    """The file, changed once or several times in the ways that suit its format, or in none that does."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        ways: list[Spoil] = [in_bytes]
        if data.startswith(b"PK\x03\x04"):
            ways += [in_zip] * 4
        elif data.startswith(b"%PDF"):
            ways += [in_objects] * 4
        elif data.startswith(b"\xd0\xcf\x11\xe0"):
            ways += [in_streams] * 3
        elif data[:200].lstrip()[:1] == b"<" or b"MIME-Version" in data[:200]:
            ways += [in_tokens] * 2
        changed = random.choice(ways)(data, random)
        data = changed if len(changed) <= _MOST else changed[:_MOST]
    return data


def in_bytes(data: bytes, random: Random) -> bytes:
    """Bytes changed, chunks swapped, doubled or lost, the end cut off."""
    if not data:
        return data
    kind = random.randrange(8)
    at = random.randrange(len(data))
    size = min(len(data) - at, int(2 ** random.uniform(0, 12)))
    if kind == 0:
        changed = bytearray(data)
        for _ in range(random.choice((1, 3, 10, 60))):
            changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
        return bytes(changed)
    if kind == 1:
        changed = bytearray(data)
        for _ in range(random.choice((1, 3, 10))):
            changed[random.randrange(len(data))] = random.randrange(256)
        return bytes(changed)
    if kind == 2:
        return data[:at] + random.choice(_BYTES) * random.choice((1, 1, 4, 300)) + data[at:]
    if kind == 3:
        new = random.choice(_BYTES)
        return data[:at] + new + data[at + len(new) :]
    if kind == 4:
        return data[:at] + data[at + size :]
    if kind == 5:
        return data[:at] + data[at : at + size] * random.choice((2, 2, 20)) + data[at + size :]
    if kind == 6:
        to = random.randrange(len(data))
        return data[:to] + data[at : at + size] + data[to + size :]
    return data[:at]


def in_zip(data: bytes, random: Random) -> bytes:
    """A member spoilt, lost, doubled, renamed, exchanged for another, or made huge."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return in_bytes(data, random)
    if not members:
        return in_bytes(data, random)
    at = random.randrange(len(members))
    name, content = members[at]
    kind = random.randrange(12)
    if kind < 7:
        members[at] = name, (in_xml if _is_xml(content) else spoilt)(content, random)
    elif kind == 7:
        del members[at]
    elif kind == 8:
        members.insert(random.randrange(len(members)), (name, in_bytes(content, random)))
    elif kind == 9:
        members[at] = random.choice(["../" + name, name.upper(), "/" + name, name + "\0", "", "a" * 4000]), content
    elif kind == 10:
        members[at] = name, random.choice(members)[1]
    else:
        members[at] = name, content + random.choice((b" ", b"\0", b"<a>", b"1 ")) * 700_000
    file = io.BytesIO()
    method = random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "w", method) as archive:  # of double names
        for each, inside in members:
            archive.writestr(zipfile.ZipInfo(each or "x"), inside, method)
    return file.getvalue()


def _is_xml(data: bytes) -> bool:
    return data[:100].lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<"


def in_xml(data: bytes, random: Random) -> bytes:
    """Elements lost, doubled, moved, renamed, nested deeply; attributes and text exchanged for strange ones."""
    if random.random() < 0.2:
        return random.choice((in_bytes, in_tokens))(data, random)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return in_bytes(data, random)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        nodes = [node for node in root.iter() if isinstance(node.tag, str)]
        _element(root, random.choice(nodes), nodes, random)
    return etree.tostring(root, xml_declaration=True, encoding=random.choice(("UTF-8", "UTF-8", "UTF-8", "UTF-16")))


def _element(root: etree._Element, node: etree._Element, nodes: list[etree._Element], random: Random) -> None:
    other = random.choice(nodes)
    parent = node.getparent()
    kind = random.randrange(9)
    if kind == 0 and parent is not None:
        parent.remove(node)
    elif kind == 1 and parent is not None:
        inside = sum(1 for _ in node.iter())
        for _ in range(min(random.choice((1, 1, 3, 400)), max(0, _MOST_ELEMENTS - len(nodes)) // inside)):
            parent.insert(parent.index(node), deepcopy(node))
    elif kind == 2 and node is not root and other not in node.iter():
        other.append(node)
    elif kind == 3:
        node.tag = other.tag
    elif kind == 4 and len(nodes) < _MOST_ELEMENTS:
        inner = node
        for _ in range(random.choice((1, 10, 200, 1000))):
            inner = etree.SubElement(inner, node.tag)
        inner.text = "底"
    elif kind == 5:
        node.text = random.choice((*_STRANGE, other.text))
    elif kind == 6 and other.attrib:
        name = random.choice(list(other.attrib))
        node.set(name, random.choice((*_STRANGE, other.get(name))))
    elif node.attrib:
        name = random.choice(list(node.attrib))
        if kind == 7:
            node.set(name, random.choice(_STRANGE))
        else:
            del node.attrib[name]


_TOKEN = re.compile(rb"<[^<>]{0,300}>|\d+|[\w-]{2,20}=|\r?\n")


def in_tokens(data: bytes, random: Random) -> bytes:
    """Tags, numbers and lines of a text exchanged, doubled many times, or lost."""
    tokens = list(_TOKEN.finditer(data[:400_000]))
    if not tokens:
        return in_bytes(data, random)
    one, other = random.choice(tokens), random.choice(tokens)
    new = random.choice(
        (
            b"",
            other[0],
            one[0] * 2,
            one[0] * 3000,
            random.choice(_STRANGE).encode("utf-8", "replace"),
            random.choice(_BYTES),
        )
    )
    return data[: one.start()] + new + data[one.end() :]


_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NAME = re.compile(rb"/[A-Za-z0-9]+")
_REFERENCE = re.compile(rb"\d+ 0 R")


def in_objects(data: bytes, random: Random) -> bytes:
    """Objects of a PDF lost, exchanged, made to refer to others or to themselves; its index is put right, mostly."""
    objects = [(int(match[1]), match[2]) for match in _OBJECT.finditer(data)]
    if not objects:
        return in_bytes(data, random)
    at = random.randrange(len(objects))
    number, body = objects[at]
    kind = random.randrange(8)
    if kind == 0:
        del objects[at]
    elif kind == 1:
        objects[at] = number, random.choice(objects)[1]
    elif kind == 2:
        objects[at] = (
            number,
            _exchanged(body, _REFERENCE, [b"%d 0 R" % n for n, _ in objects] + [b"9999 0 R", b"null"], random),
        )
    elif kind == 3:
        names = [name for _, each in objects for name in _NAME.findall(each)]
        objects[at] = number, _exchanged(body, _NAME, names or [b"/X"], random)
    elif kind == 4:
        objects[at] = number, _exchanged(body, _NUMBER, [n.encode() for n in _NUMBERS], random)
    else:
        objects[at] = (
            number,
            _STREAM.sub(lambda m: b"stream\n" + _content(m[1], random) + b"\nendstream", body, count=1),
        )
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for each, content in objects:
        places[each] = len(out)
        out += b"%d 0 obj" % each + content + b"endobj\n"
    start = len(out)
    size = max(places, default=0) + 1
    if random.random() < 0.8:
        out += b"xref\n0 %d\n" % size + b"".join(
            b"%010d 00000 %c \n" % (places.get(n, 0), b"n" if n in places else b"f") for n in range(size)
        )
    return bytes(out) + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def _exchanged(body: bytes, pattern: re.Pattern[bytes], choices: list[bytes], random: Random) -> bytes:
    found = list(pattern.finditer(body[:200_000]))
    if not found:
        return in_bytes(body, random)
    one = random.choice(found)
    return body[: one.start()] + random.choice(choices) + body[one.end() :]


def _content(stream: bytes, random: Random) -> bytes:
    """A content stream with operators doubled, lost or given strange numbers; packed again where it was."""
    try:
        plain, packed = zlib.decompress(stream), True
    except zlib.error:
        plain, packed = stream, False
    words = plain.split(b" ")
    for _ in range(random.choice((1, 3, 20))):
        at = random.randrange(len(words))
        words[at] = random.choice(
            (b"", words[random.randrange(len(words))], random.choice(_NUMBERS).encode(), words[at] + b" " + words[at])
        )
    if random.random() < 0.1:
        words *= random.choice((2, 50))
    plain = b" ".join(words)
    return zlib.compress(plain) if packed else plain


def in_streams(data: bytes, random: Random) -> bytes:
    """Bytes of a stream inside a compound file, which keeps its size, with a liking for its beginning and for numbers."""
    file = io.BytesIO(data)
    try:
        with OleFileIO(file, write_mode=True) as compound:
            name = random.choice(compound.listdir())
            content = bytearray(compound.openstream(name).read())
            for _ in range(random.choice((1, 2, 5, 20)) if content else 0):
                at = random.randrange(min(len(content), random.choice((64, 1024, 1 << 30))))
                new = random.choice((*_BYTES[:6], bytes((random.randrange(256),)), content[at : at + 4] * 2))
                content[at : at + len(new)] = new[: len(content) - at]
            compound.write_stream(name, bytes(content))
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError, MemoryError):
        return in_bytes(data, random)
    return file.getvalue()
