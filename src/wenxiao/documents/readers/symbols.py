"""Signs of the fonts whose characters have no code of their own."""

from __future__ import annotations

# Check marks, boxes and signs that are typed in symbol fonts, by font and the low byte of their code.
_SYMBOLS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x75: "◆", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {
        0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xD6: "√", 0xE5: "∑",
    },
}  # fmt: skip


def sign(font: str, code: int) -> str | None:
    """The sign of a symbol font under a code, told by its low byte; a bullet where it is not known. None: another font."""
    signs = _SYMBOLS.get(font.lower().removesuffix("-regular").replace("wingdings2", "wingdings 2"))
    return None if signs is None else signs.get(code & 0xFF, "•")


def symbol(font: str, code: int) -> str:
    """The sign that a character of a font is printed as; "•" for one of a symbol font that is not known."""
    return sign(font, code) or (chr(code) if 0x20 <= code < 0xD800 else "")
