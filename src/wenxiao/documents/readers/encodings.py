"""Bytes to text, for files that do not say how they are encoded."""

from __future__ import annotations

import codecs

#: Byte-order marks, the longer before those they begin with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# About every second character of Chinese prose is one of these; of prose decoded with the wrong table hardly any.
_COMMON = frozenset(
    "的一是在不了有和人中大为上个国以要时来用到作地于出就分对成会可主发年动同工也能下过子产种面方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又利比或但质气第向道命此变条只没结解问意建月公无系军情最"
    "项目资金预算支出万元绩效评价单位情况完成指标管理服务财政工程建设执行年度区市县镇村街"
    "為個國時來於對會發動後種過產學經間關應開還與數長問題點兩體實現業從項資預執績單務設計畫萬億總額區縣鎮"
)
_PUNCTUATION = frozenset("，。、；：（）“”《》！？—…％〔〕")
_SAMPLE = 1 << 16
#: What a control character in a text may be: tab, line feed, line tab, form feed, carriage return, DOS end of file.
_CONTROL = [chr(code) for code in (*range(9), *range(14, 26), *range(27, 32), 127)]
# Encodings that the last resort may answer with; the rare code pages only ever turn up for junk.
_LAST_RESORT = ["gb18030", "big5", "big5hkscs", "hz", "cp1252", "shift_jis", "euc_jp", "euc_kr", "utf_16", "utf_32"]


class UndecodableError(ValueError):
    """No encoding gives readable text."""


# Names that the language knows and no document has; the first two take time without end over a long text.
_NO_TEXT = frozenset(["punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"])


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of ``data`` without byte-order mark.

    In this order: the byte-order mark, the ``declared`` encoding, UTF-8, and whichever of GB18030, Big5 and UTF-16
    gives the most common characters. Up to one undecodable byte in a thousand becomes U+FFFD.
    Raises ``UndecodableError``.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _lenient(data[len(mark) :], encoding)
            if text is None or not _readable(text):
                raise UndecodableError
            return text
    text = _declared(data, declared) or _strict(data, "utf-8")
    if text is None or "\0" in text:
        text = _best(data) or _lenient(data, "utf-8") or _last_resort(data)
    if text is None or not _readable(text):
        raise UndecodableError
    return text


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (ValueError, LookupError):  # a name may hold anything that a header can
        return None


def _declared(data: bytes, declared: str | None) -> str | None:
    if declared is None:
        return None
    # Pages that declare GB2312 use the larger tables that contain it.
    encoding = "gb18030" if declared.lower().replace("-", "") in {"gb2312", "gbk"} else declared
    if encoding.lower().replace("-", "_") in _NO_TEXT:
        return None
    text = _strict(data, encoding)
    return text if text is not None and _strict(text.encode("utf-8", "replace"), "utf-8") is not None else None


def _lenient(data: bytes, encoding: str) -> str | None:
    text = data.decode(encoding, "replace")
    return text if text.count("\ufffd") * 1000 <= len(text) + 1000 else None


def _best(data: bytes) -> str | None:
    """The candidate with the largest share of common characters, if that share is one that Chinese text has."""
    sample = data[:_SAMPLE]
    shares = {encoding: _share(sample, encoding) for encoding in ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")}
    for encoding in sorted(shares, key=lambda e: -shares[e]):
        if shares[encoding] < 0.2:
            return None
        text = _lenient(data, encoding)
        if text is not None:
            return text
    return None


def _share(sample: bytes, encoding: str) -> float:
    """Common characters among those that are not ASCII; for text without any, whether it is plain ASCII."""
    text = sample.decode(encoding, "replace")
    wide = [c for c in text if c > "\x7f" and c not in _PUNCTUATION]
    if not wide:
        return 0.5 if text.isascii() and "\0" not in text else 0.0
    return sum(c in _COMMON for c in wide) / len(wide)


def _last_resort(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    match = from_bytes(data[:_SAMPLE], cp_isolation=_LAST_RESORT).best()
    return _lenient(data, match.encoding) if match is not None else None


def _readable(text: str) -> bool:
    """No NUL, and at most one control or replacement character in a hundred."""
    junk = sum(map(text.count, _CONTROL)) + text.count("\ufffd")
    return "\0" not in text and junk * 100 <= len(text)
