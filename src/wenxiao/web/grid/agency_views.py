"""Responsible units (责任单位) and who has which post (岗位) there: by these pages a grid centre is set up and looked after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.grid.states import ROLE_NAMES, Role
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import today
from wenxiao.web.core.days import DAY, DayField, day_said
from wenxiao.web.core.editing import Conflict, save
from wenxiao.web.core.forms import RevisedForm, say_what_to_choose
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.grid import agencies, agency_importing, posting
from wenxiao.web.grid.models import Agency, Post
from wenxiao.web.people.models import Organisation, User

_ORDERS = {"code": "code", "name": "name", "kind": "kind", "level": "level"}
#: Names of people that a line of the list shows for each post; the page of the agency has all.
NAMED = 6


class Filters(forms.Form):
    q = forms.CharField(
        label=said("代码、单位、姓名或登录名", "Code, unit, name or login"), max_length=60, required=False
    )
    kind = forms.ChoiceField(label=said("类别", "Kind"), required=False)
    role = forms.ChoiceField(label=said("岗位", "Post"), required=False)
    state = forms.ChoiceField(label=said("状态", "State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", say("全部", "All"))
        self.fields["kind"].choices = [every, *Agency.Kind.choices]
        roles = [(role.value, say(*ROLE_NAMES[role])) for role in posting.held_roles()]
        self.fields["role"].choices = [every, *roles, ("none", say("无人在岗", "Nobody there"))]
        self.fields["state"].choices = [every, ("in", say("在用", "In use")), ("out", say("停用", "Not in use"))]

    def narrowed(self, rows: QuerySet[Agency]) -> QuerySet[Agency]:
        """The agencies that the filters leave; one that is not understood leaves all."""
        self.is_valid()
        asked, held = self.cleaned_data, Post.objects.filter(posting.on(today()), agency=OuterRef("pk"))
        if words := asked.get("q"):
            who = Q(user__name__icontains=words) | Q(user__username__icontains=words)
            rows = rows.filter(Q(code__istartswith=words) | Q(name__icontains=words) | Exists(held.filter(who)))
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("role"):
            there = Exists(held) if asked["role"] == "none" else Exists(held.filter(role=asked["role"]))
            rows = rows.exclude(there) if asked["role"] == "none" else rows.filter(there)
        return rows.filter(active=asked["state"] == "in") if asked.get("state") else rows


@allowed("grid.people")
def index(request: Any) -> HttpResponse:
    """All agencies with those who have a post there today."""
    filters = Filters(request.GET)
    rows = filters.narrowed(Agency.objects.select_related("parent", "organisation"))
    rows, order = ordered(rows, request.GET.get("order"), _ORDERS, "code")
    if request.GET.get("export") in agency_importing.KINDS:
        return _book(request, request.GET["export"], rows)
    held = Post.objects.filter(posting.on(today())).select_related("user").order_by("user__name", "pk")
    shown = page(rows.prefetch_related(Prefetch("posts", held, to_attr="held")), request.GET.get("page"))
    for one in shown:
        one.lines = _lines(one.held)
    context = {
        "filters": filters, "page": shown, "order": order, "filtered": any(filters.cleaned_data.values()),
        "led": Post.objects.filter(posting.on(today()), role=Role.LEAD).exists(),
    }  # fmt: skip
    return render(request, "grid/agencies.html", context)


def _lines(held: list[Post]) -> list[dict[str, Any]]:
    """Who has a post, by role in the order of the roles: the first few, and how many more."""
    by: dict[str, list[Post]] = {}
    for post in held:
        by.setdefault(post.role, []).append(post)
    return [
        {
            "role": say(*ROLE_NAMES[role]),
            "people": by[role][:NAMED],
            "more": len(by[role][NAMED:]),
            "number": len(by[role]),
        }
        for role in ROLE_NAMES
        if role in by
    ]


def _book(request: Any, kind: str, rows: QuerySet[Agency]) -> HttpResponse:
    """What the filters leave, with the headings under which it can be imported elsewhere."""
    heading = agency_importing.heading(kind)
    if kind == "agencies":
        return workbook(request, say("责任单位", "agencies"), heading, map(agency_importing.line_of_agency, rows))
    posts = Post.objects.filter(agency__in=rows.order_by()).select_related("agency", "user")
    lines = map(agency_importing.line_of_post, posts.order_by("agency__code", "role", "since", "pk"))
    return workbook(request, say("网格岗位", "grid-posts"), heading, lines)


class AgencyForm(RevisedForm):
    class Meta:
        model = Agency
        fields = (
            "code",
            "name",
            "kind",
            "level",
            "parent",
            "street",
            "organisation",
            "connected",
            "assessed",
            "active",
        )
        labels = {
            "code": said("单位代码", "Code"), "name": said("名称", "Name"), "kind": said("类别", "Kind"), "level": said("层级", "Level"),
            "parent": said("上级单位", "Above it"), "street": said("街道代码", "Code of the street"),
            "organisation": said("对应预算单位", "The budget unit that it is"), "connected": said("在本站办理案件", "Handles its cases on this site"),
            "assessed": said("参加月度考核", "Stands in the monthly scores"), "active": said("在用", "In use"),
        }  # fmt: skip
        help_texts = {
            "parent": said("上级看得到下级经办的案件", "Who is above sees the cases of those below"),
            "street": said("仅街道办事处填写：9 位数字", "Of a street office alone: 9 digits"),
            "organisation": said("不是预算单位的可不选", "Empty where it is none"),
            "connected": said("不勾选的，由派遣员另行告知", "If not, the dispatcher tells it in another way"),
            "active": said("停用后不再派遣新案件；在办的照常办结", "If not, it gets no new cases; those in hand go on"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Agency.objects.exclude(pk=self.instance.pk)
        self.fields["organisation"].queryset = Organisation.objects.exclude(kind=Organisation.Kind.FIRM)
        self.fields["code"].disabled = bool(self.instance.pk)
        if self.instance.pk:
            self.fields["code"].help_text = said(
                "案件的记录以代码称呼单位，不能修改", "Records of cases name it by this: it stays"
            )

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        code, kind, street = (str(typed.get(name) or "") for name in ("code", "kind", "street"))
        for fault in agencies.faults(code, kind, street, agencies.streets(self.instance.pk)):
            if not self.has_error(fault.field):
                self.add_error(fault.field, say(fault.zh, fault.en))
        above = typed.get("parent")
        if above is not None and agencies.above_itself(self.instance.pk, above.pk, agencies.parents()):
            self.add_error("parent", say("不能放在自己的下级之下。", "It cannot be below what is below it."))
        if self.instance.pk and typed.get("kind"):
            roles = set(self.instance.posts.exclude(until__lt=today()).values_list("role", flat=True))
            if names := agencies.unfit(roles, typed["kind"]):
                self.add_error("kind", say(
                    f"还有人任“{'、'.join(zh for zh, _ in names)}”，这类单位没有该岗位；请先结束这些岗位。",
                    f"It has a post that such a unit has not: {', '.join(en for _, en in names)}. End that first.",
                ))  # fmt: skip
        return typed


@allowed("grid.people")
def edit(request: Any, pk: int | None = None) -> HttpResponse:
    """A new agency, or one that is changed."""
    one = get_object_or_404(Agency, pk=pk) if pk else None
    kind = Agency.Kind.CENTRE if one is None and not Agency.objects.exists() else None
    form = AgencyForm(request.POST or None, instance=one, initial={"kind": kind} if kind else {})
    if request.method == "POST" and form.is_valid():
        try:
            save(form.instance, form.cleaned_data["revision"], request.user)
        except Conflict as changed:
            form.add_error(None, str(changed))
        else:
            messages.success(request, say("已保存。", "Saved."))
            return redirect(form.instance)
    return render(request, "grid/agency_edit.html", {"form": form, "agency": one, "first": kind}, status=422 if form.errors else 200)  # fmt: skip


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ("user", "role", "since", "until")
        labels = {
            "user": said("人员", "Person"),
            "role": said("岗位", "Post"),
            "since": said("自", "From"),
            "until": said("至", "Until"),
        }
        help_texts = {
            "user": said("先由管理员在“机构与人员”中建立账号", "The administrator makes their login first, under People"),
            "until": said("长期任职可不填", "Empty: until it is ended"),
        }  # fmt: skip
        field_classes = {"since": DayField, "until": DayField}
        widgets = {"since": DAY, "until": DAY}

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=Post(agency=agency, since=today()), **kwargs)
        say_what_to_choose(self)
        user, role = self.fields["user"], self.fields["role"]
        user.queryset = User.objects.filter(is_active=True).order_by("name", "username")
        user.label_from_instance = lambda one: f"{one}（{one.username}）"
        user.widget.attrs["data-search"] = say("查找姓名或登录名", "Find a name or login")
        role.choices = [("", say("请选择", "choose")), *((one.value, say(*ROLE_NAMES[one])) for one in posting.roles_of(agency.kind))]  # fmt: skip


@allowed("grid.people")
def one(request: Any, pk: int) -> HttpResponse:
    return _shown(request, get_object_or_404(Agency.objects.select_related("parent", "organisation"), pk=pk))


def _shown(
    request: Any, agency: Agency, form: PostForm | None = None, wrong: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of an agency; ``form``: of a new post, ``wrong``: an end that was refused (post, day, words)."""
    day = today()
    posts = list(agency.posts.select_related("user", "given_by", "ended_by").order_by("role", "since", "pk"))
    order = {role: number for number, role in enumerate(ROLE_NAMES)}
    posts.sort(key=lambda post: order[Role(post.role)])
    for post in posts:
        post.wrong = wrong if wrong and wrong["post"] == post.pk else None
        post.never = post.until is not None and post.until < post.since
    over = [post for post in posts if post.until is not None and post.until < day]
    context = {
        "agency": agency, "held": [post for post in posts if post not in over], "over": sorted(over, key=lambda post: post.until, reverse=True),
        "form": form or PostForm(agency), "day": day, "children": list(agency.children.order_by("code")),
        "cases": request.access.can("grid.see"),
    }  # fmt: skip
    return render(request, "grid/agency.html", context, status=422 if form or wrong else 200)


@allowed("grid.people")
@require_POST
def give(request: Any, pk: int) -> HttpResponse:
    """Give somebody a post at an agency."""
    agency = get_object_or_404(Agency.objects.select_related("parent", "organisation"), pk=pk)
    form = PostForm(agency, request.POST)
    if form.is_valid():
        try:
            post = posting.give(form.instance, request.user)
        except NotAllowed as refusal:
            form.add_error(None, say(refusal.zh, refusal.en))
        else:
            messages.success(request, say(f"{post.user} 任{post.get_role_display()}，自 {post.since} 起。", f"{post.user} is {post.get_role_display()} from {post.since}."))  # fmt: skip
            return redirect(agency)
    return _shown(request, agency, form)


@allowed("grid.people")
@require_POST
def end(request: Any, pk: int) -> HttpResponse:
    """Let a post end."""
    post = get_object_or_404(Post.objects.select_related("agency__parent", "agency__organisation", "user"), pk=pk)
    try:
        last = day_said(request.POST.get("until", ""))
        if last is None:
            raise NotAllowed("请填写结束日期，如 2026-03-01。", "Give the last day, like 2026-03-01.")
        kept = posting.end(post, last, request.user)
    except NotAllowed as refusal:
        return _shown(request, post.agency, wrong={"post": post.pk, "day": request.POST.get("until", ""), "words": say(refusal.zh, refusal.en)})  # fmt: skip
    messages.success(request, say(f"{post.user} 的{post.get_role_display()}岗位至 {kept.until} 止。", f"{post.user} is {post.get_role_display()} until {kept.until}."))  # fmt: skip
    return redirect(post.agency if Access(request.user).can("grid.people") else "home")
