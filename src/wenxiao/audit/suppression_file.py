"""The file in which findings are set aside: entries ``[[suppress]]``, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wenxiao.audit.model import Suppression
from wenxiao.audit.registry import codes_of, joint_codes
from wenxiao.documents.naming import shown
from wenxiao.told import Told, cause

#: The file of suppressions that is looked for beside the documents.
FILE = "wenxiao.toml"

_KEYS = frozenset({"finding", "rule", "document", "with", "quote", "reason", "by", "until"})


class SuppressionError(Told):
    """A file of suppressions that cannot be followed. Each message is one sentence: what is wrong, where, what to do."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a file. ``folder`` is where the file stands: names of documents are relative to it. ``other`` is the second
    document that a finding between documents must quote (``with``)."""

    folder: Path
    document: str | None
    suppression: Suppression
    other: str | None = None

    def speaks_of(self, path: str) -> bool:
        """Whether the entry may apply to this document: it names none, or its path or its bare name."""
        return self.names(self.document, path)

    def names(self, document: str | None, path: str) -> bool:
        """Whether the name of a document, where one is given, means the file of that path."""
        if document is None:
            return True
        given = Path(path)
        return document == given.name or (self.folder / document).absolute() == given.absolute()

    def lost(self, seen: Collection[str]) -> bool:
        """Whether it names a document that does not exist; ``seen`` are the paths of those that were read."""
        return any(
            name and not any(self.names(name, path) for path in seen) and not (self.folder / name).exists()
            for name in (self.document, self.other)
        )


def load(path: Path) -> tuple[Entry, ...]:
    """The entries of a file. Raises ``SuppressionError`` for one that cannot be read or followed."""
    name = shown(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    try:
        return parse(path.read_text("utf-8-sig"), name, path.absolute().parent)
    except UnicodeDecodeError:
        zh, en = "不是 UTF-8 编码", "it is not UTF-8"
    except OSError as error:
        zh, en = cause(error)
    raise SuppressionError(f"无法读取 {name}（{zh}）；请检查路径。", f"cannot read {name}: {en}; check the path.")


def parse(text: str, name: str, folder: Path) -> tuple[Entry, ...]:
    """The entries ``[[suppress]]`` of a file's text. Raises ``SuppressionError``."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SuppressionError(
            f"{name} 不是有效的 TOML（{error}）；请按该行改正。",
            f"{name} is not valid TOML: {error}; correct that line.",
        ) from None
    written = data.get("suppress", [])
    if not isinstance(written, list) or not all(isinstance(entry, dict) for entry in written):
        raise SuppressionError(
            f"{name} 中 suppress 的写法不对；每条请以 [[suppress]] 开头。",
            f"suppress is not a list of tables in {name}; begin each entry with [[suppress]].",
        )
    return tuple(_entry(entry, number, name, folder) for number, entry in enumerate(written, 1))


def _entry(entry: Mapping[str, Any], number: int, name: str, folder: Path) -> Entry:
    def wrong(zh: str, en: str) -> SuppressionError:
        return SuppressionError(f"{name} 第 {number} 条：{zh}。", f"{name}, entry {number}: {en}.")

    unknown = sorted(entry.keys() - _KEYS)
    if unknown:
        raise wrong(f"不认识“{unknown[0]}”；可用的有 {'、'.join(sorted(_KEYS))}",
                    f"there is no key {unknown[0]}; the keys are {', '.join(sorted(_KEYS))}")  # fmt: skip
    until = entry.get("until")
    texts = {key: value.strip() for key, value in entry.items() if key != "until" and isinstance(value, str)}
    bad = next((key for key in entry if key != "until" and key not in texts), None)
    if bad is not None:
        raise wrong(f"{bad} 应是引号中的文字", f"{bad} must be text in quotes")
    if isinstance(until, str):
        try:
            until = date.fromisoformat(until)
        except ValueError:
            raise wrong(f"until 不是日期“{until}”；请写成 2030-12-31", "until is no date; write 2030-12-31") from None
    if until is not None and type(until) is not date:
        raise wrong("until 应是日期，如 2030-12-31", "until must be a date, as 2030-12-31")
    if not texts.get("reason"):
        raise wrong("没有写理由；请加 reason = \"…\"", "there is no reason; add reason = \"…\"")  # fmt: skip
    if bool(texts.get("finding")) == bool(texts.get("rule")):
        raise wrong("请写发现编号 finding 或规则 rule，二者取一", "give either finding (an id) or rule, and not both")
    if texts.get("rule"):
        if not texts.get("document"):
            raise wrong("写了规则，还要写明文件 document", "a rule needs its document")
        if not codes_of(texts["rule"]):
            raise wrong(
                f"没有规则“{texts['rule']}”；全部规则见 wenxiao rules",
                f"no rule is called {texts['rule']}; see wenxiao rules",
            )
    if texts.get("with") and not joint_codes().intersection(codes_of(texts.get("rule", ""))):
        raise wrong(
            "with 只用于核对文件之间的规则（代码第二位为 5）",
            "with goes with a rule between documents (its code has a 5)",
        )
    suppression = Suppression(
        reason=texts["reason"],
        source=f"{name} #{number}",
        finding=texts.get("finding") or None,
        rules=(texts["rule"],) if texts.get("rule") else (),
        quote=texts.get("quote") or None,
        by=texts.get("by") or None,
        until=until,
    )
    return Entry(folder, texts.get("document") or None, suppression, texts.get("with") or None)
