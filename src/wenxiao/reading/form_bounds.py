"""Where one form ends and the next begins: at its title, at its 项目名称, and where a part comes that it has already had.

A form may take several tables, and several forms may stand in one table or on one sheet. Between tables, running text
parts forms; a short line, such as a unit or a note, does not.
"""

from __future__ import annotations

import re

from wenxiao.quantities.model import Span
from wenxiao.reading.form_model import Draft, FormProject, Forms
from wenxiao.reading.tables import Grid

_TITLE = re.compile(
    r"(?:^|\n)[ \t]*(?P<title>[^\n|\t。;，:]{0,60}(?:自评|评价|评分|评估|申报|目标|监控|绩效)(?:情况|得分|申报|自评)?表"
    r"(?:\([^()\n|]{1,16}\)){0,2})[ \t]*(?=\n|\Z)"
)
_CONTINUED = re.compile(r"续表|\(续|接上")
_ABOVE = 160  # characters between a title and the first table under it
_BETWEEN = 80  # characters between two tables of one form


class Bounds:
    """The form that is being read."""

    def __init__(self, text: str, forms: Forms) -> None:
        self._text, self._forms = text, forms
        self._end = 0  # of the last table
        self._sheet: str | None = None
        self._title: Span | None = None
        self.current: Draft | None = None

    @property
    def project(self) -> FormProject | None:
        return self.current.project if self.current is not None else None

    def table(self, grid: Grid) -> bool:
        """A table begins. Whether the form above may go on in it."""
        start = grid.span.start
        first = self._end == 0
        gap = self._text[max(self._end, start - _ABOVE if first else 0) : start]
        found = list(_TITLE.finditer(gap[-_ABOVE:]))
        another_sheet = grid.sheet != self._sheet
        self._end, self._sheet = max(self._end, grid.span.end), grid.sheet
        if found and not _CONTINUED.search(found[-1]["title"]):
            at = start - len(gap[-_ABOVE:])
            self.title(Span(at + found[-1].start("title"), at + found[-1].end("title")))
            return False
        if found and self.current is not None:
            return True
        parted = len(gap.strip()) > _BETWEEN or "。" in gap
        if self.current is None or parted or (another_sheet and self.current.stated):
            self.close()
            return False
        return True

    def title(self, span: Span) -> None:
        """A title was read: the next part begins a form."""
        self.close()
        self._title = span

    def is_title(self, words: str) -> bool:
        """Whether a row of one cell is the title of a form. The title of a further page of the same form is none."""
        return _TITLE.fullmatch(words) is not None and not _CONTINUED.search(words)

    def close(self) -> None:
        self.current, self._title = None, None

    def name(self, name: str, span: Span) -> FormProject:
        """项目名称 was read: the project of a new form, or that of the form above, where it is printed again."""
        draft = self.current
        if draft is not None and draft.project is not None and draft.total is None and draft.project.name == name:
            draft.renamed = True
            return draft.project
        if draft is not None and (draft.stated or draft.project is not None):
            self.close()
        project = FormProject(name, span)
        self.here(span).project = project
        return project

    def money(self, span: Span) -> None:
        """Headings of money were read: behind indicators, they begin another form."""
        draft = self.current
        if draft is not None and (draft.total is not None or (draft.money and draft.indicators)):
            project = draft.project if draft.renamed else None
            self.close()
            self.here(span).project = project

    def indicators(self, span: Span) -> None:
        """Headings of indicators were read: behind the total, they begin another form."""
        if self.current is not None and self.current.total is not None:
            self.close()
            self.here(span)

    def here(self, span: Span) -> Draft:
        """The form that a place belongs to, a new one if need be."""
        if self.current is None:
            start = self._title.start if self._title is not None else span.start
            self.current = Draft(start, span.end, self._title)
            self._forms.drafts.append(self.current)
            self._title = None
        self.current.end = max(self.current.end, span.end)
        return self.current
