"""What a document's counts and its risk are, from its findings as they are decided now."""

from __future__ import annotations

from collections import Counter

from wenxiao.performance.document_risk import Facts, risk, total
from wenxiao.performance.regime import Regime, regime
from wenxiao.web.desk.models import Document, Found, Reading

#: What no longer counts towards the risk.
_APART = {Found.Verdict.EXPLAINED, Found.Verdict.FALSE_ALARM}


def scored(document: Document, under: Regime | None = None) -> None:
    """Set counts and risk of a document; the caller saves it. ``under``: the regime of its reading."""
    rows = list(Found.objects.filter(document=document).values_list("severity", "verdict", "change"))
    real = Counter(s for s, verdict, _ in rows if verdict != Found.Verdict.FALSE_ALARM)
    counting = Counter(s for s, verdict, _ in rows if verdict not in _APART)
    document.errors, document.warnings, document.notes = real["error"], real["warning"], real["note"]
    document.untriaged = sum(verdict == Found.Verdict.OPEN for _, verdict, _ in rows)
    remaining = sum(s == "error" and v not in _APART and c in ("remaining", "changed") for s, v, c in rows)
    if under is None:
        name = Reading.objects.filter(document=document).values_list("regime", flat=True).first()
        under = regime(name) if name else None
    parts = risk(
        Facts(counting["error"], counting["warning"], counting["note"], document.absent, remaining, document.amount, bool(document.refused_zh)),
        under,
    )  # fmt: skip
    document.risk = min(total(parts), 99_999)
    document.risk_parts = [{"points": f"{part.points:f}", "zh": part.zh, "en": part.en} for part in parts]
