"""Who works in the grid, its cases, and the record of every step.

A case row is a copy of what its events make (``folded``), with columns for what lists ask; ``keeping`` alone writes it.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse

from wenxiao.grid.cases import Case as Folded
from wenxiao.grid.states import LEVEL_NAMES, ROLE_NAMES, SOURCE_NAMES, STAGES, STATE_NAMES, Level, Role, Source, State
from wenxiao.grid.stored import restored
from wenxiao.grid.transitions import BY_ACTION, Action
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.say import said, say


class Agency(models.Model):
    """A responsible unit (责任单位): the centre itself, street offices, departments, companies and teams that solve cases.

    Many are no budget units; ``organisation`` names the one that is.
    """

    class Kind(models.TextChoices):
        CENTRE = "centre", said("指挥中心", "Command centre")
        STREET = "street", said("街道办事处", "Street office")
        COMMUNITY = "community", said("社区", "Community")
        DEPARTMENT = "department", said("专业部门", "Department")
        COMPANY = "company", said("企业", "Company")
        TEAM = "team", said("应急机动队", "Emergency team")

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    level = models.CharField(max_length=16, choices=[(each.value, said(*LEVEL_NAMES[each])) for each in Level])
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    street = models.CharField(max_length=9, blank=True)  # of a street office: how the codes of its unit grids begin
    connected = models.BooleanField(default=True)  # takes cases on this site; others are told in another way
    assessed = models.BooleanField(default=True)  # stands in the monthly scores
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("agency", args=[self.pk])


class Post(models.Model):
    """Who somebody is in the grid, for which agency, from when until when (岗位)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    role = models.CharField(
        max_length=16,
        choices=[(r.value, said(*ROLE_NAMES[r])) for r in Role if r not in {Role.PUBLIC, Role.SYSTEM}],
    )
    since = models.DateField(default=today)
    until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("user", "agency", "role", "since", name="one_post_each")]

    def __str__(self) -> str:
        return f"{self.user} · {self.agency} · {self.get_role_display()}"


class Case(models.Model):
    """A case (案件). Moments are as clocks take them; places are stored as CGCS2000, degrees, beside what was given."""

    number = models.CharField(max_length=40, unique=True)
    source = models.CharField(max_length=16, choices=[(each.value, said(*SOURCE_NAMES[each])) for each in Source])
    platform = models.CharField(max_length=40, blank=True)  # the other platform that it was imported from
    external = models.CharField(max_length=80, blank=True)  # and its number there
    state = models.CharField(max_length=16, choices=[(each.value, said(*STATE_NAMES[each])) for each in State])
    level = models.CharField(max_length=16)
    revision = models.PositiveIntegerField()  # the number of its last event
    folded = models.JSONField()

    category = models.CharField(max_length=40, blank=True)
    condition = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=40, blank=True)
    grid = models.CharField(max_length=20, blank=True)  # code of the unit grid
    street = models.CharField(max_length=9, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="cases"
    )  # has it now, or had last
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reported_cases")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # is to check now

    description = models.TextField(max_length=4000)
    address = models.CharField(max_length=200, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    given_longitude = models.FloatField(null=True, blank=True)
    given_latitude = models.FloatField(null=True, blank=True)
    given_system = models.CharField(max_length=16, blank=True)

    reported_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)  # by the original limit
    adjusted_due = models.DateTimeField(null=True)
    stage_due = models.DateTimeField(null=True)
    feedback_at = models.DateTimeField(null=True)  # the first
    closed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()  # of the last event
    latest = models.DateTimeField()  # no moment of it, done or due, is later, once it has ended
    asked = models.CharField(max_length=8, blank=True, default="")  # an extension or suspension: asked, endorsed
    appeal = models.CharField(max_length=8, blank=True, default="")  # how far an appeal has come
    pressed = models.BooleanField(default=False)  # 督办
    answer_due = models.DateTimeField(null=True)  # of the first order (督办) that nobody has answered
    to_sign = models.CharField(max_length=8, blank=True, default="")  # who may sign what was asked for: lead, desk
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )  # and who asked
    call_until = models.DateTimeField(null=True)  # who reported is to be called back, as long as that is possible
    urgent = models.BooleanField(default=False)
    open = models.BooleanField(default=True)

    class Meta:
        ordering = ("-reported_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                "platform", "external", condition=~models.Q(external=""), name="one_case_of_a_platform"
            )
        ]
        indexes = [
            models.Index("state", "stage_due", condition=models.Q(open=True), name="case_queue"),
            models.Index("adjusted_due", condition=models.Q(open=True), name="case_running_over"),
            models.Index("appeal", condition=models.Q(appeal__in=("asked", "endorsed")), name="case_appealed"),
            models.Index("to_sign", condition=models.Q(to_sign__gt=""), name="case_to_sign"),
            models.Index("answer_due", condition=models.Q(answer_due__isnull=False), name="case_to_answer"),
            models.Index("call_until", condition=models.Q(call_until__isnull=False), name="case_to_call"),
            models.Index("reporter", "reported_at", name="case_of_reporter"),
            models.Index("agency", "state", condition=models.Q(open=True), name="case_of_agency"),
            # All that the map counts stands in these two, so that it is not looked up in the rows.
            models.Index("grid", "state", "adjusted_due", condition=models.Q(open=True), name="case_open_in_grid"),
            models.Index(
                "latitude",
                "longitude",
                "state",
                "adjusted_due",
                "id",
                condition=models.Q(open=True),
                name="case_open_at",
            ),
            models.Index("reported_at", name="case_reported"),
            models.Index("recorded_at", name="case_recorded"),
            models.Index("latest", name="case_latest"),
            models.Index("filed_at", name="case_filed"),
            models.Index("due", name="case_due"),
            models.Index("closed_at", name="case_closed"),
            models.Index("category", "latitude", name="case_near"),
            models.Index("grid", "reported_at", name="case_in_grid"),
            models.Index("external", condition=models.Q(external__gt=""), name="case_external"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("grid-case", args=[self.pk])

    @property
    def stage(self) -> str:
        """The stage that the public and reports know it by."""
        return STAGES[State(self.state)].value

    @property
    def answer_late(self) -> bool:
        """Whether an order waits for its answer longer than it may."""
        return self.answer_due is not None and self.answer_due < now()

    @property
    def agency_code(self) -> str | None:
        return self.agency.code if self.agency else None

    @property
    def case(self) -> Folded:
        """What its events made of it."""
        return restored(self.folded)


class CaseAgency(models.Model):
    """An agency that has or had a case: it goes on seeing it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="had_by")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("agency", "case", name="one_line_an_agency")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.agency_id}"


class CaseEvent(models.Model):
    """One step of a case, as ``grid.log`` writes it (``told``); never changed, never deleted.

    ``token`` is what a phone gave a step before it could send it: sent twice, it is one step.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # None: the system
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_index=True)
    told = models.JSONField()
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering = ("case", "number")
        constraints = [models.UniqueConstraint("case", "number", name="one_event_a_number")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.action}"

    @property
    def words(self) -> str:
        """What was done, in the language of the request."""
        row = BY_ACTION[Action(self.action)]
        return say(row.zh, row.en)


class Reporter(models.Model):
    """Who reported from outside (举报人): seen by those who handle the report alone, and forgotten on a day."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="contact")
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=120, blank=True)
    forget_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"{self.case}"


class PublicWords(models.Model):
    """What the public may read of a case whose reporter is forgotten: the case's words as they stood, the reporter's name hidden in them.

    With the reporter goes the only row that knows their name; what has to be hidden for ever is therefore hidden before that.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="public_words")
    description = models.TextField()
    address = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.case}"


def _where(photo: Any, _name: str) -> str:
    return f"grid/{photo.sha256[:2]}/{photo.sha256}.jpg"


class Photo(models.Model):
    """A photo of a case. ``event``: the step that it came with (None while that is being made). ``cleared``: may be shown to the public."""

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="photos")
    event = models.PositiveIntegerField(null=True)
    file = models.FileField(upload_to=_where)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    cleared = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


def _aside(held: Any, _name: str) -> str:
    return f"grid/held/{held.token}.jpg"


class HeldPhoto(models.Model):
    """A photo of a form that was refused, held for who sent it until they send it again; of no case, and gone after some hours."""

    token = models.UUIDField(default=uuid4, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file = models.FileField(upload_to=_aside)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(null=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class PhotoClearing(models.Model):
    """Somebody of the desk said that a photo may be shown to the public, or may not any more; never changed, the last one holds."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="clearings")
    cleared = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.photo_id} {self.cleared}"
