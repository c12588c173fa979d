"""Logging in and out is Django's; here is what an administrator does: organisations, people, and their import from Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.forms import AuthenticationForm
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy

from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.clock import today
from wenxiao.web.core.days import DAY
from wenxiao.web.core.forms import MarkedForm, say_what_to_choose
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.core.paging import SIZE, page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.spreadsheets import Unreadable, workbook
from wenxiao.web.people.importing import COLUMNS, first_password, take, template
from wenxiao.web.people.models import Administration, Membership, Organisation, User
from wenxiao.web.people.recording import Kind, of_organisation, of_person, record

ADMIN = frozenset({Role.ADMIN})


class LoginForm(AuthenticationForm):
    """People of the sample district, whose password everybody knows, get in on this machine alone."""

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if user.sample and settings.HOSTS:
            raise forms.ValidationError(say("示例账号只能在本机使用。", "Sample accounts work on this machine alone."))


class Login(views.LoginView):
    template_name = "people/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


class Password(views.PasswordChangeView):
    template_name = "people/password.html"
    success_url = reverse_lazy("home")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        form.user.must_change_password = False
        form.save()
        record(Kind.PASSWORD, form.user, form.user)
        update_session_auth_hash(self.request, form.user)
        messages.success(self.request, say("密码已修改。", "The password is changed."))
        return redirect(self.success_url)


class OrganisationForm(MarkedForm):
    class Meta:
        model = Organisation
        fields = ("code", "name", "kind", "parent")
        labels = {
            "code": said("单位代码", "Code"),
            "name": said("名称", "Name"),
            "kind": said("类别", "Kind"),
            "parent": said("上级", "Above it"),
        }
        help_texts = {"parent": said("第三方机构没有上级，可不选", "A third-party evaluator has nothing above it")}

    def __init__(self, mine: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_choose(self)
        self.fields["parent"].queryset = mine.exclude(pk=self.instance.pk).exclude(kind=Organisation.Kind.FIRM)
        self.root = bool(self.instance.pk) and self.instance.parent_id is None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        above = typed.get("parent")
        if typed.get("kind") == Organisation.Kind.FIRM:
            typed["parent"] = None  # below a unit it would see what the unit sees
        elif above is None and not self.root and "parent" not in self.errors:
            self.add_error("parent", say("请选择上级。", "Choose what is above it."))
        elif above is not None and self.instance.pk and above.path.startswith(self.instance.path):
            self.add_error("parent", say("不能放在自己的下级之下。", "It cannot be below what is below it."))
        return typed


class UserForm(MarkedForm):
    class Meta:
        model = User
        fields = ("username", "name", "is_active")
        labels = {
            "username": said("登录名", "Login name"),
            "name": said("姓名", "Name"),
            "is_active": said("可以登录", "May log in"),
        }

    def stored(self, one: Any) -> dict[str, Any]:
        """With what the person is for whom, which the same page changes."""
        roles = one.memberships.values_list("pk", "organisation", "role", "as_of")
        return super().stored(one) | {"memberships": list(roles)}


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ("organisation", "role", "as_of")
        labels = {
            "organisation": said("机构", "Organisation"),
            "role": said("岗位", "Role"),
            "as_of": said("查看截止日（人大、审计）", "As of (oversight)"),
        }
        widgets = {"as_of": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_choose(self)
        self.hint = self.instance.misplaced_words if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        """A role stands where it makes sense; one that was given before stays until it is changed."""
        typed = super().clean() or {}
        where, role = typed.get("organisation"), typed.get("role")
        if where and role and {"organisation", "role"} & set(self.changed_data):
            refusal = Membership(organisation=where, role=role).misplaced_words
            if refusal:
                self.add_error("role", refusal)
        return typed


@allowed("people.manage")
def people(request: Any) -> HttpResponse:
    """Everybody of the organisations that this administrator looks after, by organisation."""
    organisations = (
        request.access.organisations(ADMIN)
        .prefetch_related("memberships__user", "memberships__organisation")
        .order_by("path")
    )
    mine = looked_after(request.access)
    context = {
        "organisations": organisations,
        "mine": set(mine.values_list("pk", flat=True)),
        "alone": mine.filter(memberships=None).order_by("username"),
    }
    return render(request, "people/people.html", context)


def looked_after(access: Access) -> QuerySet:
    """The people whose name, login and password are this administrator's to change: those who are something only where the
    administrator is one, in the grid too. Who is nothing anywhere is for an administrator of the whole."""
    mine = access.organisations(ADMIN)
    elsewhere = Membership.objects.exclude(organisation__in=mine)
    people = User.objects.exclude(pk__in=elsewhere.values("user"))
    if Role.ADMIN in access.roles_above:
        return people
    posts: Any = User._meta.get_field("posts").related_model  # of the grid, which stands above this room
    holding = posts.objects.filter(Q(until=None) | Q(until__gte=today()))
    outside = holding.filter(Q(agency__organisation=None) | ~Q(agency__organisation__in=mine))
    return people.exclude(memberships=None).exclude(pk__in=outside.values("user"))


@allowed("people.manage")
def organisation(request: Any, pk: int | None = None) -> HttpResponse:
    mine = request.access.organisations(ADMIN)
    one = get_object_or_404(mine, pk=pk) if pk else None
    form = OrganisationForm(mine, request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if form.untouched():
                before = of_organisation(mine.get(pk=pk)) if pk else {}
                made = form.save()
                record(Kind.ORGANISATION, request.user, made, before, of_organisation(made))
                return redirect("people")
    if one:
        one.refresh_from_db()  # what was typed and refused is not its name
    context = {"form": form, "title": one.name if one else say("新增机构", "New organisation")}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@allowed("people.manage")
def user(request: Any, pk: int | None = None) -> HttpResponse:
    """One person: name, whether they may log in, and what they are for whom."""
    mine = request.access.organisations(ADMIN)
    one = None
    if pk:
        one = get_object_or_404(looked_after(request.access), pk=pk)
    form = UserForm(request.POST or None, instance=one)
    memberships = forms.inlineformset_factory(User, Membership, MembershipForm, extra=1 if one else 2)(
        request.POST or None, instance=one, prefix="memberships"
    )
    for row in (*memberships.forms, memberships.empty_form):
        row.fields["organisation"].queryset = mine
        for field in row.fields.values():  # in a table the heading is no label
            field.widget.attrs["aria-label"] = field.label
    if request.method == "POST" and form.is_valid() and memberships.is_valid():
        with transaction.atomic():
            if form.untouched():
                _keep(request, form, memberships)
                return redirect("people")
    wrong = form.errors or any(memberships.errors)
    context = {"form": form, "memberships": memberships, "one": one}
    return render(request, "people/user.html", context, status=422 if wrong else 200)


class LogFilters(forms.Form):
    """The filters of a log, read from the address."""

    q = forms.CharField(label=said("姓名、登录名或内容", "Name, login or what"), required=False)
    since = forms.DateField(label=said("自", "From"), required=False, widget=DAY)
    until = forms.DateField(label=said("至（含）", "To, with it"), required=False, widget=DAY)

    def of(self, rows: QuerySet, at: str, words: Callable[[str], Q]) -> QuerySet:
        """The rows that are asked for: of the days by the field ``at``, with what ``words`` makes of the words."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            rows = rows.filter(words(asked["q"]))
        if asked.get("since"):
            rows = rows.filter(**{f"{at}__date__gte": asked["since"]})
        if asked.get("until"):
            rows = rows.filter(**{f"{at}__date__lte": asked["until"]})
        return rows


@allowed("people.manage")
def reads(request: Any) -> HttpResponse:
    """Who took away what is not for everybody, the latest first: of the people whom this administrator looks after."""
    filters = LogFilters(request.GET)
    rows = SensitiveRead.objects.filter(user__in=looked_after(request.access)).select_related("user").order_by("-pk")
    rows = filters.of(rows, "at", lambda q: _of(q, "user") | Q(what__icontains=q))
    return render(request, "people/reads.html", {"filters": filters, "page": page(rows, request.GET.get("page"))})


@allowed("people.manage")
def changes(request: Any) -> HttpResponse:
    """Who changed which persons, roles, passwords, tokens and organisations, the latest first: of those that this administrator looks
    after."""
    filters = LogFilters(request.GET)
    mine = Q(person__in=looked_after(request.access)) | Q(organisation__in=request.access.organisations(ADMIN))
    rows = Administration.objects.filter(mine).select_related("actor", "person", "organisation").order_by("-pk")
    rows = filters.of(rows, "at", lambda q: _of(q, "actor") | _of(q, "person") | Q(organisation__name__icontains=q))
    return render(request, "people/changes.html", {"filters": filters, "page": page(rows, request.GET.get("page"))})


def _of(words: str, who: str) -> Q:
    """A person by part of the name or by the whole login name."""
    return Q(**{f"{who}__name__icontains": words}) | Q(**{f"{who}__username": words})


@allowed("people.manage")
def logins(request: Any) -> HttpResponse:
    """Who logged in, failed to or was locked out, the latest first: of the people whom this administrator looks after."""
    filters = LogFilters(request.GET)
    people = looked_after(request.access)
    failed = Case(When(locked_out=True, then=Value("locked")), default=Value("failed"), output_field=CharField())
    logs = (
        (AccessLog, Value("in", output_field=CharField())),
        (AccessFailureLog, failed),
    )
    every = []
    for model, result in logs:
        rows = model.objects.filter(username__in=people.values("username")).order_by()
        rows = filters.of(
            rows,
            "attempt_time",
            lambda q: Q(username__in=people.filter(Q(name__icontains=q) | Q(username=q)).values("username")),
        )
        every.append(rows.values(at=F("attempt_time"), login=F("username"), address=F("ip_address"), result=result))
    shown = Paginator(every[0].union(every[1], all=True).order_by("-at"), SIZE).get_page(request.GET.get("page"))
    names = dict(people.filter(username__in=[row["login"] for row in shown]).values_list("username", "name"))
    for row in shown:
        row["name"] = names[row["login"]]
    return render(request, "people/logins.html", {"filters": filters, "page": shown})


def _keep(request: Any, form: UserForm, memberships: Any) -> None:
    """Keep a person with what they are for whom, and put down who changed what; a password that is new is told."""
    known = form.instance.pk is not None
    before = of_person(User.objects.get(pk=form.instance.pk)) if known else {}
    fresh = first_password() if not known or "new_password" in request.POST else ""
    person = form.save(commit=False)
    if fresh:
        person.set_password(fresh)
        person.must_change_password = True
    person.save()
    memberships.instance = person
    memberships.save()
    record(Kind.PERSON, request.user, person, before, of_person(person))
    if fresh:
        if known:
            record(Kind.RESET, request.user, person)
        messages.success(
            request,
            say(
                f"{person} 的初始密码：{fresh}（只显示这一次；首次登录须修改）",
                f"First password of {person}: {fresh} (shown once; to be changed at the first login)",
            ),
        )


class UploadForm(forms.Form):
    file = forms.FileField(label=said("Excel 文件（.xlsx 或 .csv）", "Workbook (.xlsx or .csv)"))


@allowed("people.manage")
def importing(request: Any) -> HttpResponse:
    """Organisations and people from a workbook: looked through first, taken whole or not at all."""
    form, taken, why = UploadForm(request.POST or None, request.FILES or None), None, ""
    if request.method == "POST" and form.is_valid():
        with NamedTemporaryFile(suffix=".xlsx") as kept:
            for part in form.cleaned_data["file"].chunks():
                kept.write(part)
            kept.flush()
            try:
                taken = take(Path(kept.name), request.access, really="take" in request.POST)
            except Unreadable as error:
                why = str(error)
    return render(
        request, "people/importing.html", {"form": form, "taken": taken, "why": why, "done": "take" in request.POST}
    )


@allowed("people.manage")
def template_of_people(request: Any) -> HttpResponse:
    """An example of the workbook."""
    return workbook(request, say("机构与人员模板", "people-template"), [(name, 14) for name in COLUMNS], template())
