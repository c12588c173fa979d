"""What the room asks people for."""

from __future__ import annotations

from typing import Any

from django import forms

from wenxiao.performance.disclosure import GoesWith
from wenxiao.web.core.say import said
from wenxiao.web.disclosure.models import Screened


class AnswerForm(forms.Form):
    """The unit's replies to findings, and the reasons to go on in spite of what the gate says."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, release: Any, items: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = release.revision
        self.findings = release.checked.get("findings", [])
        self.items = [item for item in items if item.asks_reason]
        for one in self.findings:
            reply = release.replies.get(one["id"], {})
            self.fields[f"reply-{one['id']}"] = forms.CharField(
                label=said("单位说明", "Reply"), required=False, max_length=1000, initial=reply.get("text", ""), widget=forms.Textarea(attrs={"rows": 2})
            )  # fmt: skip
            self.fields[f"public-{one['id']}"] = forms.BooleanField(
                label=said("随公开内容一并公布这条说明", "Publish this reply beside the finding"), required=False, initial=reply.get("public", False)
            )  # fmt: skip
        for item in self.items:
            self.fields[f"pass-{item.id}"] = forms.CharField(
                label=said("理由", "Reason"), required=False, max_length=500, initial=release.passes.get(item.id, ""), widget=forms.Textarea(attrs={"rows": 2})
            )  # fmt: skip
        if release.replaces_id:
            self.fields["reason"] = forms.CharField(
                label=said("更正或撤回原因（公开）", "Why it is corrected or withdrawn (published)"), required=False, max_length=1000, initial=release.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Each finding with its two fields."""
        return [
            {"one": one, "reply": self[f"reply-{one['id']}"], "public": self[f"public-{one['id']}"]}
            for one in self.findings
        ]

    def field_of(self, item: Any) -> Any:
        return self[f"pass-{item.id}"] if f"pass-{item.id}" in self.fields else None

    def take(self, release: Any) -> None:
        """Put what was written into the release; the caller saves it."""
        given = self.cleaned_data
        release.replies = {
            one["id"]: {"text": text, "public": given[f"public-{one['id']}"]}
            for one in self.findings
            if (text := given[f"reply-{one['id']}"].strip())
        }
        release.passes = {item.id: words for item in self.items if (words := given[f"pass-{item.id}"].strip())}
        if "reason" in given:
            release.reason = given["reason"].strip()


class AgainForm(forms.Form):
    """A correction or a withdrawal of what is published."""

    what = forms.ChoiceField(
        label=said("办理", "What"), choices=[("correct", said("更正（按来源现在的内容发布新版本）", "Correct: a new version with what the source says now")), ("withdraw", said("撤回（涉密、个人信息等，内容不再公开）", "Withdraw: secrets, data of persons; the content is hidden"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=said("原因（公开）", "Why (published)"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ApprovalForm(forms.Form):
    """The day on which a budget or final accounts were approved; entered again, it is changed."""

    organisation = forms.ModelChoiceField(label=said("机构", "Organisation"), queryset=None)
    year = forms.IntegerField(label=said("年度", "Year"), min_value=2000, max_value=2100)
    what = forms.ChoiceField(
        label=said("事项", "What"), choices=[(one.value, said(one.zh, one.en)) for one in GoesWith]
    )
    approved_on = forms.DateField(label=said("批复日期", "Approved on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, organisations: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class ScreenedForm(forms.ModelForm):
    class Meta:
        model = Screened
        fields = ("word",)
