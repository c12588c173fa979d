"""The monthly report of the grid centre for the joint meeting (联席会议通报): facts in, a Word file or a workbook out."""

from __future__ import annotations

from wenxiao.publishing.bulletin.docx import docx
from wenxiao.publishing.bulletin.facts import Action, Beside, Bulletin, Chart, Ranked, Ranking, Table
from wenxiao.publishing.bulletin.xlsx import xlsx

__all__ = ["Action", "Beside", "Bulletin", "Chart", "Ranked", "Ranking", "Table", "docx", "xlsx"]
