"""Releases through the API: what could be public, prepared, answered, approved by somebody else, published, corrected, withdrawn."""

from __future__ import annotations

from datetime import date

import pytest

from wenxiao.web.core.clock import travelling
from wenxiao.web.disclosure.models import Release
from wenxiao.web.people.models import Membership
from wenxiao.web.selfevaluation.models import SelfEvaluation


@pytest.fixture
def own(year):
    """A self-evaluation of which nothing is released yet, as the list names it."""
    return {"kind": "self_evaluation", "subject": year(6, 2025).pk}


@pytest.fixture
def release(program, own):
    status, made = program("clerk3")("post", "/releases", own)
    assert status == 201
    return made


def explained(call, release, **more):
    """The release with a reason for everything that asks for one."""
    at = f"/releases/{release['id']}"
    asked = {one["id"]: "补报决算后公开。" for one in call("get", f"{at}/gate")[1] if one["asks_reason"]}
    return call("put", f"{at}/answers", {"revision": release["revision"], "reasons": asked, **more})


def published(program, release):
    explained(program("clerk3"), release)
    for person, action in (("clerk3", "submit"), ("head2", "approve"), ("head2", "publish")):
        status, _ = program(person)("post", f"/releases/{release['id']}/steps", {"action": action})
        assert status == 200, action
    return program("clerk3")("get", f"/releases/{release['id']}")[1]


def test_the_list_says_what_could_be_public_by_when(program, own):
    with travelling(date(2026, 11, 21)):
        _, listed = program("clerk3")("get", "/releases?year=2025&kind=self_evaluation&state=none")
    line = next(one for one in listed["rows"] if one["subject"] == own["subject"])
    assert (line["state"], line["release"], line["preparable"]) == ("none", None, True)
    assert (line["deadline"]["goes_with"], line["deadline"]["due"], line["deadline"]["days"]) == ("accounts", "2026-09-24", -58)  # fmt: skip
    late = program("clerk3")("get", "/releases?year=2025&late=true")[1]
    assert late["count"] >= 1
    assert all(one["deadline"]["days"] < 0 for one in late["rows"])
    assert program("head2")("get", "/releases?year=2025&state=none")[1]["rows"][0]["preparable"] is False
    assert {one["unit"] for one in program("clerk3")("get", "/releases?year=2025")[1]["rows"]} == {line["unit"]}
    assert program("clerk3")("get", "/releases?kind=none")[0] == 422
    assert program("evaluator")("get", "/releases")[0] == 403
    assert program("clerk3", "releases:write")("get", "/releases")[0] == 403


@pytest.mark.parametrize(("person", "status"), [("head2", 403), ("clerk", 404), ("oversight", 403), ("business", 403)])
def test_a_release_is_prepared_by_who_releases_it(program, own, person, status):
    assert program(person)("post", "/releases", own)[0] == status
    assert not Release.objects.filter(**own).exists()


def test_what_is_prepared_is_what_the_source_says_and_there_is_one_of_it(program, own, release):
    assert (release["state"], release["version"], release["number"]) == ("prepared", 1, release["id"])
    assert release["statement"]["content"]["score"]["grade"] == SelfEvaluation.objects.get(year=own["subject"]).grade
    assert release["statement"]["published_at"] is None
    call = program("clerk3")
    assert call("post", "/releases", own)[0] == 409
    assert call("post", "/releases", {**own, "kind": "none"})[0] == 404
    assert program("clerk")("get", f"/releases/{release['id']}")[0] == 404


def test_the_gate_and_the_answers_to_it(program, release):
    call, at = program("clerk3"), f"/releases/{release['id']}"
    _, gate = call("get", f"{at}/gate")
    assert {one["key"] for one in gate} == {"privacy", "secret", "residue", "blank", "parts", "deadline"}
    status, refused = call("post", f"{at}/steps", {"action": "submit"})
    assert (status, bool(refused["audit"])) == (422, True)
    said = {
        "revision": release["revision"],
        "reasons": {"0" * 16: "无"},
        "replies": {"x": {"text": "无"}},
        "reason": "无",
    }
    assert set(call("put", f"{at}/answers", said)[1]["fields"]) == {f"reasons.{'0' * 16}", "replies.x", "reason"}
    replies = {one["id"]: {"text": "已核对。", "public": True} for one in release["findings"]}
    status, answered = explained(call, release, replies=replies)
    assert (status, answered["revision"]) == (200, release["revision"] + 1)
    assert [(one["reply"], one["public"]) for one in answered["findings"]] == [("已核对。", True)] * len(replies)
    assert {one["reason"] for one in call("get", f"{at}/gate")[1] if one["asks_reason"]} == {"补报决算后公开。"}
    assert explained(call, release)[0] == 409  # the revision that was read is not the last one
    assert program("head2")("put", f"{at}/answers", {"revision": answered["revision"]})[0] == 403
    assert call("post", f"{at}/steps", {"action": "submit"})[1]["state"] == "submitted"
    assert explained(call, answered)[0] == 409  # it was submitted


def test_data_of_persons_are_let_through_by_nothing(program):
    held = Release.objects.get(state="prepared")
    call = program("clerk4")
    failing = [one for one in call("get", f"/releases/{held.pk}/gate")[1] if one["verdict"] == "fail"]
    assert [(one["key"], one["asks_reason"]) for one in failing] == [("privacy", False)]
    status, refused = call("post", f"/releases/{held.pk}/steps", {"action": "submit"})
    assert status == 422
    assert any("手机号码" in one for one in refused["missing"])
    assert "13800138000" not in str(refused) + str(failing)


def test_somebody_else_approves_and_what_is_published_has_its_hash(program, release):
    call, at = program("clerk3"), f"/releases/{release['id']}"
    explained(call, release)
    assert call("post", f"{at}/steps", {"action": "submit", "revision": release["revision"]})[0] == 409
    assert call("post", f"{at}/steps", {"action": "submit"})[0] == 200
    assert call("post", f"{at}/steps", {"action": "approve"})[0] == 409
    assert program("oversight")("post", f"{at}/steps", {"action": "approve"})[0] == 403
    for action in ("approve", "publish"):
        assert program("head2")("post", f"{at}/steps", {"action": action})[0] == 200
    _, done = program("oversight")("get", at)
    assert (done["state"], len(done["sha256"]), done["deadline"]["days"]) == ("published", 64, None)
    assert done["statement"]["published_at"] is not None
    assert call("get", f"{at}/gate") == (200, [])
    assert [one["action"] for one in call("get", f"{at}/steps")[1]] == ["submit", "approve", "publish"]
    assert call("post", f"{at}/refresh")[0] == 409


def test_what_is_published_is_corrected_or_withdrawn_with_a_reason(program, release):
    call = program("clerk3")
    assert call("post", f"/releases/{release['id']}/versions", {"what": "correct", "reason": "更正"})[0] == 409
    first = published(program, release)
    at = f"/releases/{first['id']}/versions"
    assert call("post", at, {"what": "correct", "reason": ""})[0] == 422
    assert program("head2")("post", at, {"what": "withdraw", "reason": "涉密"})[0] == 403
    status, second = call("post", at, {"what": "withdraw", "reason": "涉及个人信息"})
    assert (status, second["version"], second["number"], second["withdrawn"]) == (201, 2, first["number"], True)
    assert second["statement"]["content"] == {}
    assert [one["version"] for one in second["versions"]] == [2, 1]
    status, changed = explained(call, second, reason="涉及个人信息，撤回。")
    assert (status, changed["reason"]) == (200, "涉及个人信息，撤回。")


def test_the_source_is_taken_over_again(program, own, release):
    form = SelfEvaluation.objects.get(year=own["subject"])
    form.outcome = "全年任务全部完成，群众反映良好。"
    form.save()
    call, at = program("clerk3"), f"/releases/{release['id']}"
    explained(call, release)
    assert call("post", f"{at}/steps", {"action": "submit"})[0] == 409  # the source says something else by now
    assert program("head2")("post", f"{at}/refresh")[0] == 403
    status, taken = call("post", f"{at}/refresh")
    assert (status, taken["statement"]["content"]["outcome"]) == (200, form.outcome)


def test_as_of_a_day_only_what_was_public_is_told(program, own):
    with travelling(date(2026, 11, 12)):
        first = published(program, program("clerk3")("post", "/releases", own)[1])
    with travelling(date(2026, 11, 18)):
        program("clerk3")("post", f"/releases/{first['id']}/versions", {"what": "correct", "reason": "金额更正"})
        for day, status in ((11, 404), (13, 200)):
            Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 11, day))
            call = program("oversight")
            assert call("get", f"/releases/{first['id']}")[0] == status, day
        assert [one["version"] for one in call("get", f"/releases/{first['id']}")[1]["versions"]] == [1]
        rows = call("get", "/releases?year=2025")[1]["rows"]
        assert [one["release"] for one in rows if one["subject"] == own["subject"] and one["kind"] == own["kind"]] == [first["id"]]  # fmt: skip
        assert all(one["state"] == "published" for one in rows)
