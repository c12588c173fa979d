"""Pages of the profiles: the list, making one from a file, changing one, and reading a file in with one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wenxiao.told import Told
from wenxiao.web.core import drafting
from wenxiao.web.core.answering import answered
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.large_files import large
from wenxiao.web.core.pending import drop, find, gone, sent
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.exchange import jobs, services
from wenxiao.web.exchange.forms import BeginForm, ProfileForm
from wenxiao.web.exchange.guessing import guess, known
from wenxiao.web.exchange.models import Profile
from wenxiao.web.exchange.ready import ready, take_over
from wenxiao.web.exchange.source import Sample, look
from wenxiao.web.exchange.targets import TARGETS, open_to
from wenxiao.web.ledger.models import Batch
from wenxiao.web.people.models import Organisation

#: As many imports with a profile as its page shows.
LATEST = 10


@allowed("exchange.import")
def index(request: Any) -> HttpResponse:
    """The profiles of one's jurisdiction, and those that come with the site and it has not taken over."""
    rows = list(services.profiles(request.access))
    names = {row.name for row in rows}
    mine = {one.name for one in open_to(request.access)}
    offered = [one for one in ready().values() if one.target in mine and one.name[0] not in names]
    return render(request, "exchange/index.html", {"profiles": rows, "offered": offered})


@allowed("exchange.import")
@require_POST
def adopt(request: Any) -> HttpResponse:
    """Take over a profile that comes with the site."""
    one = ready().get(request.POST.get("ready", ""))
    if one is None or one.table not in open_to(request.access):
        raise Http404
    try:
        return redirect(take_over(one, _place(request), request.user))
    except Told as told:
        messages.error(request, say(told.zh, told.en))
        return redirect("exchange")


@allowed("exchange.import")
def begin(request: Any) -> HttpResponse:
    """Show a file of the kind, and say what it is to become."""
    form = BeginForm(open_to(request.access), request.POST or None)
    why = ""
    if request.method == "POST" and form.is_valid():
        kept, why = sent(request)
        if kept is not None:
            return redirect(f"{reverse('exchange-make', args=[kept.sha256])}?target={form.cleaned_data['target']}")
    return render(request, "exchange/begin.html", {"form": form, "why": why}, status=422 if request.POST else 200)


@allowed("exchange.import")
def make(request: Any, sha256: str) -> HttpResponse:
    """A profile as it is guessed from the file that was shown; put right and sent, it is there."""
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "exchange-new")
    table = TARGETS.get(request.GET.get("target", ""))
    if table is None or table not in open_to(request.access):
        raise Http404
    try:
        shown = look(kept.path, known(table.name))
    except Unreadable as error:
        form = BeginForm(open_to(request.access), initial={"target": table.name})
        return render(request, "exchange/begin.html", {"form": form, "why": str(error)}, status=422)
    profile = Profile(
        jurisdiction=_place(request), target=table.name, headings=shown.headings, seen=shown.words, said=guess(shown, table.name).kept(),
    )  # fmt: skip
    return _written(request, profile, shown)


def _written(request: Any, profile: Profile, shown: Sample | None) -> HttpResponse:
    """The form of a profile, and what becomes of it."""
    form = ProfileForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        try:
            services.save(profile, form.cleaned_data["revision"], request.user)
        except (Told, Conflict) as told:
            form.add_error(None, say(told.zh, told.en) if isinstance(told, Told) else str(told))
        else:
            drafting.sent(request)
            messages.success(request, say("方案已保存。", "The profile is saved."))
            return redirect(profile)
    said = {"form": form, "profile": profile, "sample": shown}
    return render(request, "exchange/form.html", said, status=422 if request.method == "POST" else 200)


@allowed("exchange.import")
def profile(request: Any, pk: int) -> HttpResponse:
    """A profile, what was read in with it, and what it said before; a file that is sent is read in with it."""
    one = _one(request, pk)
    why = ""
    if request.method == "POST":
        if not one.active:
            raise PermissionDenied(say("此方案已停用。", "This profile is not in use any more."))
        source, why = sent(request)
        if source is not None:
            if large(source):
                return redirect("job", jobs.ask(request.user, one, source).pk)
            try:
                return redirect(services.preview(one, services.read_in(source, one, request.access)))
            except Unreadable as error:
                why = str(error)
                drop(source)
    said = {
        "profile": one, "why": why, "mapping": one.mapping, "rows": _rows(one), "revisions": one.revisions.select_related("by")[:LATEST],
        "batches": Batch.objects.filter(about__profile=one.pk).select_related("read_by").order_by("-pk")[:LATEST],
    }  # fmt: skip
    return render(request, "exchange/profile.html", said, status=422 if why else 200)


def _rows(one: Profile) -> list[dict[str, Any]]:
    """What a profile says, column by column."""
    said = one.mapping
    rows = []
    for row in one.table.fields:
        named = {value: say(*words) for value, words in row.choices.items()} | {"-": say("不导入", "left out")}
        constant = said.constants.get(row.key, "")
        words = [(word, named.get(value, value)) for word, value in said.words.get(row.key, {}).items()]
        rows.append({"field": row, "heading": said.columns.get(row.key, ""), "constant": named.get(constant, constant), "words": words})  # fmt: skip
    return rows


@allowed("exchange.import")
def edit(request: Any, pk: int) -> HttpResponse:
    """Change a profile."""
    return _written(request, _one(request, pk), None)


@allowed("exchange.import")
@require_POST
def renew(request: Any, pk: int) -> HttpResponse:
    """Show another file: its headings and words are offered when the profile is changed."""
    one = _one(request, pk)
    kept, why = sent(request)
    try:
        if kept is None:
            raise Unreadable(why)
        shown = look(kept.path, {*known(one.target)})
        drop(kept)
    except Unreadable as error:
        messages.error(request, str(error))
        return redirect("exchange-edit", pk)
    if shown.sheets.words:
        messages.warning(request, shown.sheets.words)
    Profile.objects.filter(pk=pk).update(headings=shown.headings, seen=shown.words)
    messages.success(request, say("已读取样表的表头和词语，请核对后保存。", "The headings and words of the file are offered now; look at them and save."))  # fmt: skip
    return redirect("exchange-edit", pk)


@allowed("exchange.import")
@require_POST
def switch(request: Any, pk: int) -> HttpResponse:
    """Take a profile out of use, or back into it."""
    one = _one(request, pk)
    one.active = request.POST.get("active") == "1"
    with answered(request):
        services.save(one, one.revision, request.user)
    return redirect(one)


def _one(request: Any, pk: int) -> Profile:
    found: Profile | None = services.profiles(request.access).select_related("jurisdiction").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _place(request: Any) -> Organisation:
    found = services.place(request.access)
    if found is None:
        raise PermissionDenied(say("您没有所属的行政区。", "You work for no jurisdiction."))
    return found
