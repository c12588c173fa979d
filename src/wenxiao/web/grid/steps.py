"""The steps that somebody may make with a case now, each with a form whose fields are what the table of transitions asks for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.utils import timezone

from wenxiao.grid.catalogue import Category
from wenxiao.grid.guards import Asking, open_to
from wenxiao.grid.outcomes import UNSORTED, outcomes
from wenxiao.grid.states import LEVEL_NAMES, LEVELS, CallBack, Pressing, Role, Source, State
from wenxiao.grid.transitions import BY_ACTION, PROPOSALS, Action, Need, Transition, ways
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.days import DayField
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import said, say
from wenxiao.web.grid import following, photos
from wenxiao.web.grid.fields import Moment
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Actor, command, perform, sent_already
from wenxiao.web.grid.models import Agency, Case, CaseEvent, Photo, Post
from wenxiao.web.grid.photo_fields import PhotosField, taken
from wenxiao.web.grid.seeing import actors, seen
from wenxiao.web.people.models import User

N = Need
#: Steps that end or undo something: asked again, and set apart.
GRAVE = frozenset({Action.VOID, Action.FORCE_CLOSE, Action.REJECT, Action.MERGE})
_CHECKERS = (Role.SUPERVISOR, Role.INSPECTOR)
#: Steps that show what was seen there, though a photo is not a must.
_SHOWS = frozenset({Action.PRE_CHECK, Action.FAIL, Action.RETURN, Action.REOPEN, Action.SUPERVISE, Action.ANSWER})
_SAYS_OUTCOME = frozenset({Action.DISPOSE, Action.SELF_DISPOSE, Action.CLOSE, Action.FORCE_CLOSE})


class StepForm(forms.Form):
    """What one step of a case takes. ``told`` gives it as fields of a command."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, row: Case, way: Transition, actor: Actor, *args: Any, kept: Iterable[Photo] = (), **kwargs: Any
    ) -> None:
        """``kept``: photos that were sent before."""
        self.row, self.way, self.actor, self.kept = row, way, actor, list(kept)
        kwargs.setdefault("auto_id", f"{way.action}-%s")
        super().__init__(*args, **kwargs)
        self.initial["token"] = uuid4()
        for name, field in self._asked():
            self.fields[name] = field

    def _asked(self) -> Iterator[tuple[str, forms.Field]]:
        needs, action, case = self.way.needs, self.way.action, self.row
        if N.FINDING in needs:
            choices = [("yes", say("属实", "Found")), ("no", say("不属实", "Not found"))]
            yield (
                "found",
                forms.ChoiceField(label=said("核实结果", "Finding"), choices=choices, widget=forms.RadioSelect),
            )
        if N.GRID in needs:
            yield "grid", forms.CharField(label=said("所在单元网格", "Unit grid"), max_length=20, initial=case.grid)
        if N.CONDITION in needs:
            field = forms.ChoiceField(
                label=said("类别与立案条件", "Category and filing condition"),
                choices=filings(case.category),
                help_text=said("时限由立案条件决定。", "The limit is that of the condition."),
            )
            if case.category and case.condition:
                field.initial = f"{case.category}|{case.condition}"
            elif case.category:
                field.initial = next(
                    (f"{case.category}|{one.code}" for one in ground().catalogue.conditions_of(case.category)), None
                )
            field.widget.attrs["data-search"] = say("查找类别或条件", "Find a category or condition")
            field.widget.attrs["data-group"] = say("类别", "Category")
            field.widget.attrs["data-first"] = say("先选类别", "Choose the category first")
            yield "filing", field
        if N.UNIT in needs:
            yield (
                "unit",
                forms.ModelChoiceField(
                    Agency.objects.filter(active=True).exclude(kind=Agency.Kind.CENTRE),
                    to_field_name="code",
                    label=said("责任单位", "Unit"),
                    empty_label=say("请选择", "choose"),
                ),
            )
        if N.ASSIGNEE in needs:
            yield (
                "assignee",
                self._people(
                    _CHECKERS, said("交给", "For"), case.reporter_id if case.source == Source.SUPERVISOR else None
                ),
            )
        if N.HIGHER in needs or N.LOWER in needs:
            here = LEVELS.index(case.case.level)
            levels = LEVELS[:here] if N.HIGHER in needs else LEVELS[here + 1 :]
            yield (
                "level",
                forms.ChoiceField(
                    label=said("交办层级", "Level"), choices=[(one.value, say(*LEVEL_NAMES[one])) for one in levels]
                ),
            )
        if N.UNTIL in needs:
            yield "until", DayField(label=said("挂账至", "Suspended until"))
        if N.PARENT in needs:
            yield (
                "parent",
                forms.CharField(
                    label=said("合并到案件", "Into the case"),
                    max_length=40,
                    help_text=said(
                        "填写仍在办理的较早案件的编号。", "The number of an earlier case that is still open."
                    ),
                ),
            )
        if action in _SAYS_OUTCOME and (rows := outcomes().get(case.category)):
            every = [("", say(*UNSORTED)), *((one.code, say(one.zh, one.en)) for one in rows)]
            yield (
                "outcome",
                forms.ChoiceField(
                    label=said("处置结果", "Outcome"), choices=every, required=False, initial=case.outcome
                ),
            )
        yield from following.asked(self.way, case)
        if N.PHOTO in needs or action in _SHOWS:
            must_show = N.PHOTO in needs and not self.kept
            yield "photos", PhotosField(label=said("照片", "Photos"), required=must_show, user=self.actor.user)
        words = forms.Textarea({"rows": 2})
        must = N.REASON in needs
        yield (
            "reason",
            forms.CharField(
                label=said("理由", "Reason") if must else said("说明（选填）", "Remark (optional)"),
                max_length=1000,
                required=must,
                widget=words,
                help_text=said(
                    "不写举报人的姓名和电话；写了也会被隐去。", "No name or number of who reported: they are hidden."
                )
                if action in following.NAMELESS
                else "",
            ),
        )
        if N.CLOSING_MET in needs:
            condition = ground().catalogue.conditions.get(case.condition)
            met = say("已符合结案条件", "The closing condition is met")
            if condition is not None:
                met += f"：{say(condition.closing, condition.closing_en)}"
            yield "closing_met", forms.BooleanField(label=met)
        yield (
            "occurred_at",
            forms.DateTimeField(
                label=said("实际办理时间（补录时填写）", "When it was done (if entered later)"),
                required=False,
                widget=Moment(),
                input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            ),
        )

    @staticmethod
    def _people(roles: Iterable[Role], label: Any, first: int | None) -> forms.ModelChoiceField:
        day = today()
        posts = Post.objects.filter(role__in=list(roles), since__lte=day).exclude(until__lt=day)
        people = User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("pk")
        return forms.ModelChoiceField(people, label=label, initial=first, empty_label=say("请选择", "choose"))

    def clean_grid(self) -> str:
        return unit_grid(self.cleaned_data["grid"])

    def clean_parent(self) -> Case:
        number = self.cleaned_data["parent"].strip()
        found = Case.objects.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(say("没有这个编号的案件。", "No case has this number."))
        return found

    def told(self) -> dict[str, Any]:
        """The cleaned fields as ``keeping.perform`` takes them; without token and photos."""
        told: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if value in (None, "") or name in {"token", "photos"}:
                continue
            match name:
                case "found":
                    told["found"] = value == "yes"
                case "filing":
                    told["category"], told["condition"] = value.split("|", 1)
                case "unit":
                    told["unit"] = value.code
                case "assignee":
                    told[name] = str(value.pk)
                case "pressing":
                    told[name] = Pressing(value)
                case "result":
                    told[name] = CallBack(value)
                case "order":
                    told[name] = int(value)
                case "level":
                    told["level"] = next(one for one in LEVELS if one.value == value)
                case "until":
                    told["until"] = timezone.make_aware(datetime.combine(value, time(18)))
                case "reason":
                    told["reason"] = value.strip()
                case _:
                    told[name] = value
        return following.told(self.way, self.row, told)

    @property
    def grave(self) -> bool:
        return self.way.action in GRAVE

    @property
    def asks(self) -> bool:
        """Whether this asks for a second signature: seldom what one has come for."""
        return self.way.action in PROPOSALS

    @property
    def waits(self) -> bool:
        """Whether this is what waits beside the row of states, a signature, an answer, a call: shown open."""
        return self.way.action in {*PROPOSALS.values(), Action.ANSWER, Action.CALL_BACK}

    @property
    def words(self) -> str:
        return say(self.way.zh, self.way.en)


def unit_grid(said: str) -> str:
    """The code of a unit grid that there is, of what somebody typed. Raises ValidationError."""
    from wenxiao.web.territory.lookup import there

    code = said.strip()
    if ground().catalogue.parts("unit_grid", "GB/T 30428.1", code) is None:
        raise forms.ValidationError(say("单元网格代码为 15 位数字。", "The code of a unit grid has 15 digits."))
    if not there(code):
        raise forms.ValidationError(
            say(f"没有单元网格 {code}，请核对代码。", f"There is no unit grid {code}: check the code.")
        )
    return code


def categories_in_force() -> list[Category]:
    """The categories in force that have a filing condition, by key."""
    catalogue = ground().catalogue
    named = {key for one in catalogue.conditions.values() for key in one.categories}
    current = {one.key for one in catalogue.on(today())} | {key for key in named if key not in catalogue.successors}
    return [catalogue.categories[key] for key in sorted(named & current)]


def filings(own: str = "") -> list[Any]:
    """Every filing condition under its category, for a choice: ``category|condition``; those of the case's own category first."""
    catalogue, groups = ground().catalogue, []
    for category in sorted(categories_in_force(), key=lambda each: each.key != own):
        rows = [
            (
                f"{category.key}|{one.code}",
                say(f"{category.zh} · {one.zh}（{one.limit}）", f"{category.en} · {one.en} ({one.limit.en})"),
            )
            for one in catalogue.conditions_of(category.key)
        ]
        groups.append((f"{category.code} {say(category.zh, category.en)}", rows))
    return [("", say("请选择", "choose")), *groups]


@dataclass(frozen=True, slots=True)
class Way:
    """A step that is open to somebody, and as what."""

    row: Transition
    actor: Actor


def open_ways(row: Case, access: Access) -> list[Way]:
    """The steps that this person may make with this case now, in the order of the table; each once."""
    at, found = now(), []
    of, mine = row.case, actors(access)
    for way in ways(State(row.state)):
        for actor in mine:
            if actor.role in way.roles:
                asking = Asking(of, command(actor, way.action), at, ground(), None)
                if open_to(way, asking):
                    found.append(Way(way, actor))
                    break
    return found


def forms_of(
    row: Case, access: Access, wrong: StepForm | None, among: Container[Action] = frozenset(Action)
) -> list[StepForm]:
    """The forms of the steps that are open, in that order; ``wrong`` in its place is one that was sent back, first where its step is
    not open any more."""
    ways = [way for way in open_ways(row, access) if way.row.action in among]
    found = [StepForm(row, way.row, way.actor) for way in ways]
    if wrong is None:
        return found
    sent = wrong.way.action
    if all(form.way.action != sent for form in found):
        return [wrong, *found]
    return [wrong if form.way.action == sent else form for form in found]


def form_for(row: Case, access: Access, action: str, *args: Any, **kwargs: Any) -> StepForm:
    """The form of one step. Raises NotAllowed with one sentence where this person cannot make it now."""
    for way in open_ways(row, access):
        if way.row.action == action:
            return StepForm(row, way.row, way.actor, *args, **kwargs)
    raise _why_not(row, access, action)


def refused(row: Case, access: Access, refusal: NotAllowed, data: Any, files: Any) -> StepForm | None:
    """The form of a step that was refused as it was sent, with the sentence, so that nothing typed is lost; None where this person has
    no post that makes such a step, or sent nothing that could be lost."""
    action = data.get("action", "")
    typed = any(data.get(name, "").strip() for name in data if name not in {"action", "token", "csrfmiddlewaretoken"})
    if action not in set(Action) or not (typed or files):
        return None
    way = BY_ACTION[Action(action)]
    actor = next((one for one in actors(access) if one.role in way.roles), None)
    if actor is None:
        return None
    again = data.copy()
    again["token"] = str(uuid4())  # the one that it had may be that of another step
    form = StepForm(row, way, actor, again, files)
    form.is_valid()
    form.add_error(None, say(refusal.zh, refusal.en))
    return form


def _why_not(row: Case, access: Access, action: str) -> NotAllowed:
    """The sentence of the table or of its guards for a step that is not open."""
    from wenxiao.grid.guards import check
    from wenxiao.grid.transitions import step

    if action not in set(Action):
        return NotAllowed("没有这个步骤。", "There is no such step.")
    refusal = NotAllowed("不由您的岗位办理。", "This is not for your role.")
    for actor in actors(access):
        try:
            way = step(State(row.state), Action(action), actor.role)
            check(way, Asking(row.case, command(actor, Action(action)), now(), ground(), None))
        except NotAllowed as told:
            refusal = told
    return refusal


def made_before(token: UUID | None, access: Access) -> CaseEvent | None:
    """The step that this person sent under this token before: a phone that heard no answer sends it again."""
    event = sent_already(token)
    return event if event is not None and event.actor_id == access.user.pk else None


def sent_before(request: Any) -> CaseEvent | None:
    """The step that this form, with its token, made before; None where it is new."""
    try:
        token = UUID(request.POST.get("token", ""))
    except ValueError:
        return None
    return made_before(token, request.access)


def make(form: StepForm, token: UUID | None) -> Case:
    """Make the step of a valid form. Raises NotAllowed; then nothing is kept, photos neither."""
    pictures = form.cleaned_data.get("photos") or []
    told = form.told()
    parent = told.pop("parent", None)
    with transaction.atomic():
        rows = [*photos.rows_of(pictures, form.actor.user), *form.kept]
        row = perform(form.row, form.actor, form.way.action, token=token, photos=rows, parent=parent, **told)
        photos.written(pictures)
        taken(form)
    return row


def visible(access: Access, row: Case) -> bool:
    """Whether one still sees a case after what one has done with it."""
    return seen(access).filter(pk=row.pk).exists()
