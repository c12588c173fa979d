"""What is typed to take offers of a document over."""

from __future__ import annotations

from typing import Any

from django import forms

from wenxiao.performance.ledger import Source
from wenxiao.web.core.clock import today
from wenxiao.web.core.numbers import AmountField
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import said, say
from wenxiao.web.desk.models import Document
from wenxiao.web.intake.models import Proposal
from wenxiao.web.ledger.forms import day_field
from wenxiao.web.ledger.models import SOURCES
from wenxiao.web.register.change_views import ProjectForm
from wenxiao.web.register.models import Project


class NewProjectForm(ProjectForm):
    """A project that the document names and the register does not have. Its unit and years are the document's unless changed."""

    def __init__(self, access: Access, document: Document, proposal: Proposal, *args: Any) -> None:
        year = document.fiscal_year or today().year
        initial = {
            "name": proposal.contents["name"],
            "begins": year,
            "ends": year,
            "attribute": Project.Attribute.CONTINUING,
        }
        if document.unit_id and document.unit is not None and document.unit.kind == "unit":
            initial["unit"] = document.unit_id
        super().__init__(access, *args, initial=initial, prefix=f"new{proposal.project}")


class EnterForm(forms.Form):
    """Amounts for the ledger: those that are chosen, with the day and the document number that all of them rest on."""

    date = day_field(said("入账日期", "Date"))
    source = forms.ChoiceField(label=said("资金来源", "Source of money"), choices=SOURCES, initial=Source.FISCAL.value)
    reference = forms.CharField(label=said("文号或凭证号", "Document or voucher number"), max_length=80)

    def __init__(self, chosen: list[Proposal], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in chosen:
            self.fields[f"amount-{one.number}"] = AmountField(
                label=one.contents["words"], min_value=0, decimal_places=2, max_digits=18,
                error_messages={"required": say("请填写金额。", "Give the amount.")},
            )  # fmt: skip
        self.chosen = chosen

    @property
    def amounts(self) -> dict[int, Any]:
        return {one.number: self.cleaned_data[f"amount-{one.number}"] for one in self.chosen}
