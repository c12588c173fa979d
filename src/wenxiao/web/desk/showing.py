"""One document as its page shows it to one person: the engine's report with what the site knows put in."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string

from wenxiao.performance.lifecycle import state_name
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.policy import ACTIONS
from wenxiao.web.core.say import english
from wenxiao.web.core.stepping import steps
from wenxiao.web.core.workflow import history
from wenxiao.web.desk.engine import FOUND, LATER, TOP, WORK
from wenxiao.web.desk.forms import AssignForm, EditForm
from wenxiao.web.desk.listing import decided, next_of, papers
from wenxiao.web.desk.matching import folded, years_for
from wenxiao.web.desk.models import Document, Found, Reading, Rendering, Triage
from wenxiao.web.desk.reading import Refused, complete
from wenxiao.web.desk.triage import assignees, correctable
from wenxiao.web.desk.views import leveled

_SLOT = re.compile("|".join((re.escape(TOP), re.escape(WORK), re.escape(LATER), FOUND.format(r"(\d+)"))))
#: Rules about the text as a text: left guidance, cut sentences, placeholders, traces of editing, numbering, repeated words.
HYGIENE = frozenset({"E101", "E102", "E103", "E104", "E105", "E106"})
#: Steps that come with a file and have no button of their own.
WITH_A_FILE = frozenset({"resubmit"})


def trail(request: Any) -> str:
    """The filters of the queue from which somebody came, which go along from document to document."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


class Shown:
    """A document with everything that its page needs, asked for once."""

    def __init__(self, document: Document, request: Any) -> None:
        self.document, self.request, self.access = leveled(document), request, request.access
        self.roles = document.roles_of(self.access)
        self.trail = trail(request)
        self.day: date | None = self.access.as_of
        self.state = document.state
        self.record = [event for event in history(document) if self.day is None or day_of(event.at) <= self.day]
        if self.day is not None and self.record:
            self.state = self.record[-1].target

    def may(self, action: str) -> bool:
        return bool(self.roles & ACTIONS[action])

    @property
    def triaging(self) -> bool:
        return self.state == "triage" and self.may("desk.triage")

    @cached_property
    def following(self) -> Document | None:
        """The document that comes next for somebody who triages."""
        return (
            next_of(self.access, self.document, self.request.GET) if self.may("desk.triage") and not self.day else None
        )

    def found(self) -> list[Found]:
        """The findings, each with what ``desk/found.html`` shows of it."""
        rows = decided(self.access).filter(document=self.document)
        rows = rows.select_related("by", "problem", "before__by", "before__problem", "document")
        return self._dressed(list(rows))

    def one(self, pk: int) -> Found:
        rows = decided(self.access).filter(document=self.document, pk=pk)
        return self._dressed(list(rows.select_related("by", "problem", "before__by", "before__problem", "document")))[0]

    def _dressed(self, rows: list[Found]) -> list[Found]:
        remarks = defaultdict(list)
        until = {"at__date__lte": self.day} if self.day else {}
        for remark in self.document.remarks.filter(found__in=rows, **until).select_related("by"):
            remarks[remark.found_id].append(remark)
        decisions = Triage.objects.filter(found__in=rows, **until).order_by("pk")
        last = dict(decisions.values_list("found", "pk"))
        years = list(years_for(self.document)) if self.triaging else []
        seen = set(
            self.access.years()
            .filter(pk__in=[one.raised.year_id for one in rows if one.raised])
            .values_list("pk", flat=True)
        )
        for one in rows:
            one.said_beside, one.last = remarks[one.pk], last.get(one.pk, 0)
            one.verdict_words = dict(Found.Verdict.choices)[one.stands]
            one.years = years
            one.meant = self._meant(one, years)
            one.linked = one.raised is not None and one.raised.year_id in seen and self.access.can("problems.see")
        return rows

    def _meant(self, one: Found, years: list[Any]) -> int | None:
        """The project-year of which a problem is proposed; none for a note and for a slip of the pen, which the unit just mends."""
        if one.severity == "note" or one.code in HYGIENE:
            return None
        named = (year.pk for year in years if one.project and folded(year.project.name) == folded(one.project))
        return self.document.year_id or next(named, None)

    def top(self) -> dict[str, Any]:
        return {
            "document": self.document, "state": state_name("document", self.state, "en" if english() else "zh"),
            "of": self, "now": self.state,
        }  # fmt: skip

    def work(self) -> dict[str, Any]:
        """What the tab of the review holds."""
        document, access = self.document, self.access
        offered = steps(document, self.request) if self.day is None else {"ways": []}
        offered["ways"] = [way for way in offered["ways"] if way["action"] not in WITH_A_FILE]
        versions = papers(access)
        past = self.day is not None
        renewable = (
            document.state in ("triage", "returned", "closed", "unreadable") and self.may("desk.upload") and not past
        )
        return {
            "document": document, "steps": offered, "history": self.record, "of": self, "past": past,
            "remarks": document.remarks.filter(found=None, **({"at__date__lte": self.day} if self.day else {})).select_related("by"),
            "before": versions.filter(pk=document.replaces_id).first() if document.replaces_id else None,
            "after": versions.filter(replaces=document).order_by("-pk").first(),
            "archive": versions.filter(pk=document.archive_id).first() if document.archive_id else None,
            "renewable": renewable, "assigning": self.may("desk.triage") and not past,
            "assign": AssignForm(assignees(document), initial={"to": document.assigned_to_id}) if self.may("desk.triage") else None,
            "edit": EditForm(access, instance=document) if correctable(document, access) and not past else None,
            "noting": self.may("desk.note") and not past, "reading": getattr(document, "reading", None),
            "lettering": self.may("desk.letter") and document.read_at is not None and document.state != "unreadable",
        }  # fmt: skip

    def section(self) -> tuple[str, str]:
        """The section of the report and the data of its script; empty where the document is not read."""
        kept = Rendering.objects.filter(document=self.document).first() or self._completed()
        if kept is None:
            return "", "[]"
        parts = kept.parts
        found = {one.number: one for one in self.found()}

        def put(match: re.Match[str]) -> str:
            number = match.group(1)
            if number:
                one = found.get(int(number))
                return self.slip(one) if one is not None else ""
            if match.group() == TOP:
                return self.drawn("desk/top.html", self.top())
            if match.group() == WORK:
                return self.drawn("desk/work.html", self.work())
            return self.drawn("desk/later.html", {"document": self.document})

        return _SLOT.sub(put, parts["section"]), parts["cards"]

    def _completed(self) -> Rendering | None:
        """The page of a document that came from the store of the corpus, made as it is first opened."""
        if not Reading.objects.filter(document=self.document).exists():
            return None
        try:
            complete(self.document)
        except Refused:
            return None
        return Rendering.objects.filter(document=self.document).first()

    def slip(self, one: Found, **more: Any) -> str:
        """What stands at the end of a finding."""
        return self.drawn("desk/found.html", {"one": one, "of": self, **more})

    def drawn(self, template: str, context: dict[str, Any]) -> str:
        return render_to_string(template, context, self.request)
