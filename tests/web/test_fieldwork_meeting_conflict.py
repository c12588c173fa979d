"""Two people keep the record of one meeting: the second is told, and who came stays as the first wrote it."""

from __future__ import annotations

from wenxiao.web.fieldwork.models import Meeting


def test_a_second_record_of_a_meeting_changes_nobodys_attendance(as_user):
    one = Meeting.objects.exclude(held_on=None).order_by("month").first()
    client, agency = as_user("lead"), one.presences.first().agency_id
    form = {
        "held_on": one.held_on.isoformat(),
        "place": one.place,
        "chair": one.chair,
        "minutes": one.minutes,
        "revision": one.revision,
    }
    assert (
        client.post(one.get_absolute_url(), form | {f"came-{agency}": "on", f"name-{agency}": "先到者"}).status_code
        == 302
    )
    Meeting.objects.filter(pk=one.pk).update(revision=one.revision + 2)  # and somebody else since
    late = client.post(one.get_absolute_url(), form | {"chair": "另一人"})
    assert late.status_code == 422
    assert "修改了这份资料" in late.content.decode()
    one.refresh_from_db()
    assert one.chair != "另一人"
    assert [(row.agency_id, row.name) for row in one.presences.filter(came=True)] == [(agency, "先到者")]


def test_a_conflict_found_when_it_is_kept_changes_nothing_either(as_user, monkeypatch):
    """The form looked in time; the other was faster by a moment."""
    from wenxiao.web.fieldwork.meeting_views import MeetingForm

    one = Meeting.objects.exclude(held_on=None).order_by("month").first()
    before = list(one.presences.values_list("pk", "came", "name"))
    monkeypatch.setattr(MeetingForm, "clean", lambda self: self.cleaned_data)
    form = {"held_on": one.held_on.isoformat(), "place": one.place, "chair": one.chair, "minutes": one.minutes, "revision": one.revision + 1}  # fmt: skip
    assert as_user("lead").post(one.get_absolute_url(), form).status_code == 422
    assert list(one.presences.values_list("pk", "came", "name")) == before
