"""Pages of the register of shops: collections with their totals, entries, duplicates, one shop, export."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.told import NotAllowed
from wenxiao.web.core.answering import answered
from wenxiao.web.core.clock import today
from wenxiao.web.core.editing import save
from wenxiao.web.core.forms import RevisedForm, check_days
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.fieldwork import registering
from wenxiao.web.fieldwork.editing import edit
from wenxiao.web.fieldwork.models import Alike, Collection, Shop
from wenxiao.web.fieldwork.patrol_forms import day_field
from wenxiao.web.fieldwork.rules import rules
from wenxiao.web.fieldwork.who import in_centre, own_streets, refuse

_ORDERS = {"name": "name", "street": "street__code", "day": "collected_on", "signed": "signed"}


class CollectionForm(RevisedForm):
    class Meta:
        model = Collection
        fields = ("name", "since", "until", "keep_days", "note")
        widgets = {"since": day_field(), "until": day_field()}

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        check_days(self, typed)
        stored = Collection.objects.filter(pk=self.instance.pk).first()
        if stored is not None and stored.forgotten_at is not None:
            for name in ("until", "keep_days"):
                if typed.get(name) is not None and typed[name] > getattr(stored, name):
                    self.add_error(name, say("个人信息已清除，不能再延长；请新建采集期。", "Personal data were deleted: it cannot be made longer. Begin a new collection."))  # fmt: skip
        return typed


class ShopForm(RevisedForm):
    class Meta:
        model = Shop
        fields = ("street", "name", "address", "owner", "phone", "collected_on", "signed")
        widgets = {"collected_on": day_field()}

    def __init__(self, *args: Any, access: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["street"].queryset = registering.streets(access)

    def clean_collected_on(self) -> Any:
        on, of = self.cleaned_data["collected_on"], self.instance.collection
        if on is not None and not of.since <= on <= of.until:
            raise forms.ValidationError(say(f"应在采集期 {of.since}–{of.until} 内。", f"It should be from {of.since} to {of.until}."))  # fmt: skip
        return on

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        for name in ("owner", "phone"):
            try:
                registering.no_person(self.instance.collection, typed.get(name) or "")
            except NotAllowed as refusal:
                self.add_error(name, say(refusal.zh, refusal.en))
        return typed


class Filters(forms.Form):
    q = forms.CharField(label=said("店名或地址", "Name or address"), required=False, max_length=60)
    street = forms.ModelChoiceField(label=said("街道", "Street"), queryset=registering.streets(), required=False, empty_label=said("全部", "all"))  # fmt: skip
    signed = forms.ChoiceField(label=said("责任书", "Agreement"), required=False, choices=[("", said("全部", "all")), ("yes", said("已签", "signed")), ("no", said("未签", "not signed"))])  # fmt: skip


@allowed("fieldwork.shops")
def index(request: Any) -> HttpResponse:
    """All collections."""
    rows = list(Collection.objects.all()[:60])
    return render(request, "fieldwork/collections.html", {"rows": rows, "waiting": Alike.objects.filter(decision="").count()})  # fmt: skip


@allowed("fieldwork.shops")
def collection(request: Any, pk: int) -> HttpResponse:
    """A collection: totals by street, which add up, and its entries."""
    one = get_object_or_404(Collection, pk=pk)
    filters = Filters(request.GET)
    rows, order = ordered(_filtered(one, filters).select_related("street", "collector"), request.GET.get("order"), _ORDERS, "street")  # fmt: skip
    lines = registering.totals(one)
    said = {
        "collection": one, "filters": filters, "page": page(rows, request.GET.get("page")), "order": order, "totals": lines,
        "entries": sum(line.entries for line in lines), "duplicates": sum(line.duplicates for line in lines),
        "signed": sum(line.signed for line in lines), "counted": sum(line.counted for line in lines),
        "waiting": Alike.objects.filter(second__collection=one, decision="").count(),
        "forgets": one.kept_until, "open": one.since <= today() <= one.until,
    }  # fmt: skip
    return render(request, "fieldwork/collection.html", said)


def _filtered(one: Collection, filters: Filters) -> Any:
    rows = one.shops.all()
    if filters.is_valid():
        asked = filters.cleaned_data
        if asked["q"]:
            rows = rows.filter(Q(name__icontains=asked["q"]) | Q(address__icontains=asked["q"]))
        if asked["street"]:
            rows = rows.filter(street=asked["street"])
        if asked["signed"]:
            rows = rows.filter(signed=asked["signed"] == "yes")
    return rows


@allowed("fieldwork.shops")
def export(request: Any, pk: int) -> HttpResponse:
    """The entries that the filters leave, as a workbook; who runs a shop is masked for whom it does not concern."""
    one = get_object_or_404(Collection, pk=pk)
    rows = _filtered(one, Filters(request.GET)).select_related("street", "collector").order_by("street__code", "pk")
    heads = widths(say(*head) for head in (("街道", "Street"), ("店名", "Shop"), ("地址", "Address"), ("负责人", "Run by"), ("联系电话", "Telephone"), ("采集日期", "Collected on"), ("采集单位", "Collected by"), ("已签责任书", "Signed"), ("重复", "Duplicate")))  # fmt: skip
    everybody, mine = in_centre(request.access), own_streets(request.access)
    yes = (say("否", "no"), say("是", "yes"))

    def line(shop: Shop) -> tuple[Any, ...]:
        plain = everybody or shop.street_id in mine
        owner, phone = (shop.owner, shop.phone) if plain else (shop.masked_owner, shop.masked_phone)
        return (shop.street.name, shop.name, shop.address, owner, phone, shop.collected_on, str(shop.collector or ""), yes[shop.signed], yes[shop.same_as_id is not None])  # fmt: skip

    return workbook(request, say("门前三包商铺", "Shops"), heads, (line(shop) for shop in rows.iterator(chunk_size=2000)))  # fmt: skip


@allowed("fieldwork.shops")
def shop(request: Any, pk: int) -> HttpResponse:
    """One entry. Who runs it is shown on request to whom it concerns, and that is put on record."""
    one = get_object_or_404(Shop.objects.select_related("collection", "street", "collector", "same_as", "entered_by"), pk=pk)  # fmt: skip
    sees = registering.sees_persons(request.access, one)
    shown = sees and request.GET.get("show") == "1"
    if shown:
        note(request, f"shop {one.pk}: owner and telephone")
    said = {
        "shop": one, "sees": sees, "shown": shown, "may": _may_write(request, one.street_id),
        "hints": Alike.objects.filter(Q(first=one) | Q(second=one)).select_related("first", "second", "decided_by"),
    }  # fmt: skip
    return render(request, "fieldwork/shop.html", said)


def _may_write(request: Any, street: int) -> bool:
    return request.access.can("fieldwork.register") and registering.may_write(request.access, street)


@allowed("fieldwork.plan")
def collection_edit(request: Any, pk: int | None = None) -> HttpResponse:
    fresh = Collection(since=today(), until=today() + timedelta(days=30), keep_days=rules().shop_keep_days)
    one = get_object_or_404(Collection, pk=pk) if pk else fresh
    title = say("修改采集期", "Change the collection") if pk else say("新建采集期", "New collection")
    return edit(request, CollectionForm(request.POST or None, instance=one), title, "fieldwork-shops")


@allowed("fieldwork.register")
def shop_new(request: Any, pk: int) -> HttpResponse:
    """Enter one shop into a collection."""
    of = get_object_or_404(Collection, pk=pk)
    by = registering.collector(request.access)
    fresh = Shop(collection=of, entered_by=request.user, collector=by, collected_on=min(max(today(), of.since), of.until))  # fmt: skip
    form = ShopForm(request.POST or None, instance=fresh, access=request.access)
    return edit(request, form, say("登记商铺", "Enter a shop"), "fieldwork-shops", keep=lambda typed: registering.add([typed.instance])[0], words=str(of))  # fmt: skip


@allowed("fieldwork.register")
def shop_edit(request: Any, pk: int) -> HttpResponse:
    """Change an entry; that one sees who runs it is put on record."""
    one = get_object_or_404(Shop.objects.select_related("collection"), pk=pk)
    if not _may_write(request, one.street_id) or not registering.sees_persons(request.access, one):
        refuse()
    note(request, f"shop {one.pk}: owner and telephone")
    form = ShopForm(request.POST or None, instance=one, access=request.access)

    def keep(typed: Any) -> Shop:
        save(typed.instance, typed.cleaned_data["revision"], request.user)
        registering.look_for_alike(one.collection_id)
        return one

    return edit(request, form, say("修改商铺", "Change the shop"), "fieldwork-shops", keep=keep)


@allowed("fieldwork.shops")
def alike(request: Any) -> HttpResponse:
    """Pairs that may be one shop; undecided ones first."""
    rows = Alike.objects.select_related("first__street", "second__street", "first__collection", "decided_by").order_by("decision", "pk")  # fmt: skip
    shown = page(rows, request.GET.get("page"))
    for row in shown:
        row.may = not row.decision and _may_write(request, row.second.street_id)
    return render(request, "fieldwork/alike.html", {"page": shown, "waiting": Alike.objects.filter(decision="").count()})  # fmt: skip


@allowed("fieldwork.register")
@require_POST
def decide(request: Any, pk: int) -> HttpResponse:
    """Somebody says whether a pair is one shop."""
    one = get_object_or_404(Alike.objects.select_related("second"), pk=pk)
    if not _may_write(request, one.second.street_id):
        refuse()
    with answered(request):
        registering.decide(one, request.POST.get("same") == "yes", request.user)
    return redirect("fieldwork-alike")
