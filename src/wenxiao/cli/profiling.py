"""What each rule and each stage of the reading costs, measured while the documents are audited."""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from wenxiao.audit.model import Outcome, Rule
from wenxiao.cli.language import say
from wenxiao.documents.guard import Guard
from wenxiao.documents.items import Item
from wenxiao.documents.model import Document
from wenxiao.documents.opening import open_document
from wenxiao.performance.regime import Regime
from wenxiao.publishing.ink import left, right
from wenxiao.reading import pipeline
from wenxiao.reading.model import Reading


class Profile:
    """Adds up the time of rules and of stages over the documents of a run."""

    def __init__(self) -> None:
        self._rules: Counter[str] = Counter()  # seconds by code
        self._stages: Counter[str] = Counter()  # seconds by stage
        self._titles: dict[str, Rule] = {}
        self._documents = 0
        self._characters = 0

    def open(self, item: Item, guarded: Guard) -> Document:
        """Opens a file and adds the time to that stage."""
        begin = perf_counter()
        document = open_document(item, guarded=guarded)
        self._stages["opening"] += perf_counter() - begin  # type: ignore[assignment]  # a Counter of floats
        return document

    def read(self, document: Document, *, show_personal: bool = False) -> Reading:
        """Reads twice: once under the profiler for the shares of the stages, once without its cost for the time."""
        if not self._documents:  # what is imported and compiled once is no cost of the first document
            pipeline.read_document(document, show_personal=show_personal)
        profiler = cProfile.Profile()
        reading = profiler.runcall(pipeline.read_document, document, show_personal=show_personal)
        begin = perf_counter()
        pipeline.read_document(document, show_personal=show_personal)
        whole = perf_counter() - begin
        shares = dict(_stages(profiler))
        total = sum(shares.values()) or 1.0
        for stage, seconds in shares.items():
            self._stages[stage] += whole * seconds / total  # type: ignore[assignment]
        self._documents += 1
        self._characters += len(reading.text)
        return reading

    def timed(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The same rules, each adding its time here."""
        return tuple(self._timed(rule) for rule in rules)

    def _timed(self, rule: Rule) -> Rule:
        self._titles[rule.code] = rule
        self._rules[rule.code] += 0

        def run(reading: Reading, regime: Regime) -> Iterator[Outcome]:
            begin = perf_counter()
            outcomes = list(rule.run(reading, regime))
            self._rules[rule.code] += perf_counter() - begin  # type: ignore[assignment]
            yield from outcomes

        return replace(rule, run=run)

    def table(self, lang: str) -> str:
        """Milliseconds by stage and by rule, dearest first, with the share of each."""
        whole = float(sum(self._stages.values()) + sum(self._rules.values())) or 1.0
        head = say(
            f"耗时：{self._documents} 份文件，{self._characters:,} 字，共 {whole * 1000:,.1f} 毫秒",
            f"time: {self._documents} documents, {self._characters:,} characters, {whole * 1000:,.1f} ms",
            lang,
        )
        lines = [head]
        for title, costs in ((say("读取", "reading", lang), self._stages), (say("规则", "rules", lang), self._rules)):
            lines += ["", _line(title, float(sum(costs.values())), whole)]
            lines += [_line(f"  {self._name(key, lang)}", float(cost), whole) for key, cost in costs.most_common()]
        return "\n".join(lines)

    def _name(self, key: str, lang: str) -> str:
        rule = self._titles.get(key)
        return key if rule is None else f"{key} {rule.title_en if lang == 'en' else rule.title}"


def _line(name: str, seconds: float, whole: float) -> str:
    return f"{left(name, 56)}{right(f'{seconds * 1000:,.2f} ms', 14)}{right(f'{seconds / whole:.1%}', 8)}"


def _stages(profiler: cProfile.Profile) -> Iterator[tuple[str, float]]:
    """Seconds under each function that the pipeline calls, by module and name."""
    found: Counter[str] = Counter()
    inside = str(Path(pipeline.__file__))
    for (file, _, name), (_, _, _, _, callers) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        for (caller_file, _, caller), (_, _, _, spent) in callers.items():
            if caller_file != inside or caller != "read_document":
                continue
            module = Path(file).stem if file.endswith(".py") else ""
            module = Path(file).parent.name if module == "__init__" else module
            stage = module if name == "__init__" else f"{module}.{name}".strip(".")
            found["other" if not module or file == inside else stage] += spent
    yield from found.items()
