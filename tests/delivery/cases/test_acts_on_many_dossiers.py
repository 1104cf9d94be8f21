"""Many dossiers approved or returned at once: shown first, held ten minutes, undone meanwhile, carried out after; four eyes stay."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from ansinh.delivery.cases import decide, exclude, take_step
from ansinh.delivery.cases.bulk import WAIT, Expected, Verbs, carry_out, hold, to_leave, undo
from ansinh.delivery.cases.inbox import acts_lately, filter_of, inbox, stayed
from ansinh.delivery.cases.models import Claim, Decision, Dossier, Task
from ansinh.delivery.cases.models_inbox import BulkAct, BulkItem
from ansinh.delivery.cases.preview import Preview, preview
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, officer, person, submitted, task_of, town
from simulation.truth import demand_truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return town()


def to_approve(here: Town, *people: int) -> Task:
    dossier = submitted(here, [person(number) for number in people])
    forwarded(here, dossier, times=2)
    task = task_of(dossier)
    task.dossier = dossier
    return task


def seen(here: Town, tasks: list[Task], action: str = "approve", by: str = "chair") -> Preview:
    with acting(here.officers[by]):
        return preview([task.pk for task in tasks], action, by=here.officers[by], at=here.at)


def held(here: Town, tasks: list[Task], action: str = "approve", reason: str = "") -> BulkAct:
    found = seen(here, tasks, action)
    with acting(here.chair):
        expected = Expected(len(found.lines), found.claims, found.amount_vnd)
        return hold([task.pk for task in tasks], action, by=here.chair, at=here.later(), expected=expected, reason=reason)


def standing(dossiers: list[Any]) -> dict[str, Any]:
    """What undoing must put back: states, steps, tasks, amounts."""
    with acting(NATION):
        return {
            "dossiers": list(Dossier.objects.filter(pk__in=dossiers).order_by("pk").values("state", "step", "decided_at", "amount_vnd")),
            "claims": list(Claim.objects.filter(dossier__in=dossiers).order_by("pk").values("state", "amount_vnd", "draw_held")),
            "tasks": list(Task.objects.filter(dossier__in=dossiers).order_by("pk").values()),
        }


def in_inbox(here: Town) -> list[Any]:
    with acting(here.chair):
        return [task.pk for task in inbox(filter_of(here.chair), seen_by=here.chair, on=here.at.date()).rows]


def test_the_preview_says_who_how_much_and_what_is_left_out_and_why_and_does_nothing(here: Town) -> None:
    two, one, early = to_approve(here, 1, 2), to_approve(here, 3), task_of(submitted(here, [person(4)]))
    with acting(here.chair):
        exclude.exclude(two.pk, [Claim.objects.get(dossier=two.dossier_id, order=1).pk], by=here.chair, at=here.later(), reason="Không còn cư trú")
    before = standing([two.dossier_id, one.dossier_id])
    found = seen(here, [two, one, early])
    assert (len(found.lines), found.claims, found.amount_vnd, found.refused) == (2, 2, 3_000_000, 1)
    assert [(row.policy, row.dossiers, row.claims, row.amount_vnd) for row in found.policies] == [("nq68-12", 2, 2, 3_000_000)]
    assert [(out.task.pk, out.why.code) for out in found.left_out] == [(early.pk, "not_owner")]
    assert standing([two.dossier_id, one.dossier_id]) == before


def test_who_prepared_a_dossier_finds_it_left_out(here: Town) -> None:
    task = to_approve(here, 1)
    with acting(NATION):
        Dossier.objects.filter(pk=task.dossier_id).update(submitted_by=here.chair)
    assert [out.why.code for out in seen(here, [task]).left_out] == ["four_eyes"]
    with acting(here.chair), pytest.raises(Refused, match="xem trước"):
        hold([task.pk], "approve", by=here.chair, at=here.later(), expected=Expected(1, 1, 1_500_000))


def test_for_ten_minutes_nothing_leaves_and_then_everything_is_decided(here: Town) -> None:
    tasks = [to_approve(here, 1, 2), to_approve(here, 3)]
    bulk = held(here, tasks)
    assert in_inbox(here) == []
    with acting(here.chair):
        assert [act.pk for act in acts_lately(seen_by=here.chair, since=bulk.made_at) if act.left_at is None] == [bulk.pk]
    just_before = bulk.leaves_at - timedelta(seconds=1)
    assert to_leave(at=just_before) == []
    assert carry_out(bulk.pk, at=just_before) == 0
    with acting(NATION):
        assert not Decision.objects.exists()
        assert BulkItem.objects.filter(held=True).count() == 2
    assert to_leave(at=bulk.leaves_at) == [bulk.pk]
    assert carry_out(bulk.pk, at=bulk.leaves_at) == 2
    assert carry_out(bulk.pk, at=bulk.leaves_at) == 0, "once however often it runs"
    with acting(NATION):
        assert sorted(Decision.objects.values_list("approved", "amount_vnd", "signed_by")) == [(1, 1_500_000, here.chair.pk), (2, 3_000_000, here.chair.pk)]
        assert set(Claim.objects.values_list("state", flat=True)) == {"approved"}
        assert not Task.objects.filter(done_at=None).exists()
    with acting(here.chair), pytest.raises(AlreadyDone):
        undo(bulk.pk, by=here.chair, at=bulk.leaves_at)


def test_undoing_puts_everything_back_by_a_deed_of_its_own(here: Town) -> None:
    tasks = [to_approve(here, 1, 2), to_approve(here, 3)]
    dossiers = [task.dossier_id for task in tasks]
    before, waiting = standing(dossiers), in_inbox(here)
    bulk = held(here, tasks)
    with acting(here.chair):
        undo(bulk.pk, by=here.chair, at=here.later(minutes=2))
    assert standing(dossiers) == before
    assert in_inbox(here) == waiting
    with acting(NATION):
        assert list(Event.objects.filter(verb__startswith="cases.bulk").order_by("at", "position").values_list("verb", flat=True)) == [
            "cases.bulk", "cases.bulk", "cases.bulk_undo", "cases.bulk_undo",
        ]  # fmt: skip
    assert carry_out(bulk.pk, at=bulk.leaves_at) == 0
    with acting(here.chair):
        with pytest.raises(AlreadyDone):
            undo(bulk.pk, by=here.chair, at=here.at)
        decide.approve(tasks[0].pk, by=here.chair, at=here.later())
    with acting(NATION):
        assert Decision.objects.get().number.startswith("1/"), "what was undone took no number"


def test_only_who_acted_undoes(here: Town) -> None:
    bulk = held(here, [to_approve(here, 1)])
    other = officer("chair.other", here.offices["province"], "approver")
    with acting(other), pytest.raises(NotYours):
        undo(bulk.pk, by=other, at=here.later())


def test_what_is_held_takes_no_other_act_by_verb_or_past_it(here: Town) -> None:
    task = to_approve(here, 1)
    held(here, [task])
    with acting(here.chair):
        for verb in (
            lambda: decide.approve(task.pk, by=here.chair, at=here.at),
            lambda: take_step.send_back(task.pk, by=here.chair, at=here.at, reason="Thiếu chữ ký ở trang hai"),
        ):
            with pytest.raises(Refused, match="chờ rời cơ quan"):
                verb()
        with pytest.raises(IntegrityError, match="held and cannot end"), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(done_at=here.at, done_by=here.chair, outcome="approved")
    assert [out.why.code for out in seen(here, [task]).left_out] == ["held"]


def test_a_dossier_that_changed_meanwhile_stays_with_its_reason_and_the_others_leave(here: Town) -> None:
    changed, other = to_approve(here, 1), to_approve(here, 2)
    bulk = held(here, [changed, other])
    with acting(NATION):
        Claim.objects.filter(dossier=changed.dossier_id).update(amount_vnd=2_000_000)
    assert carry_out(bulk.pk, at=bulk.leaves_at) == 1
    with acting(here.chair):
        assert [(item.task_id, item.refusal["code"]) for item in stayed(seen_by=here.chair, since=bulk.made_at)] == [(changed.pk, "changed")]
    assert in_inbox(here) == [changed.pk]


def test_many_are_returned_for_one_reason(here: Town) -> None:
    tasks = [to_approve(here, 1), to_approve(here, 2)]
    with pytest.raises(Refused, match="lý do"):
        held(here, tasks, "return", "ngắn")
    bulk = held(here, tasks, "return", "Thiếu chữ ký ở trang hai")
    assert task_of(tasks[0].dossier).owner == here.chair
    assert carry_out(bulk.pk, at=bulk.made_at + WAIT) == 2
    assert {task_of(task.dossier).owner for task in tasks} == {here.lister}


def test_pages_show_do_and_undo(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    task = to_approve(here, 1)
    client = signed_in(here.chair)
    page = client.get("/ban-lam-viec/nhieu-ho-so/", {"lam": "approve", "task": [str(task.pk)]}).content.decode()
    assert "Phê duyệt 1 người, 1.500.000 đồng" in page
    told = {"lam": "approve", "task": [str(task.pk)], "dossiers": 1, "claims": 1, "amount_vnd": 1_500_000}
    assert client.post("/ban-lam-viec/nhieu-ho-so/", {**told, "amount_vnd": 1}).status_code == 409
    assert client.post("/ban-lam-viec/nhieu-ho-so/", told).status_code == 302
    with acting(NATION):
        bulk = BulkAct.objects.get()
    assert f"/ban-lam-viec/hoan-tac/{bulk.pk}/" in client.get("/ban-lam-viec/").content.decode()
    assert client.post(f"/ban-lam-viec/hoan-tac/{bulk.pk}/").status_code == 302
    assert task.dossier.number in client.get("/ban-lam-viec/").content.decode()
    assert client.get("/ban-lam-viec/nhieu-ho-so/", {"lam": "approve"}).status_code == 302


def test_many_are_handed_on_by_one_act_and_what_cannot_go_on_stays_with_its_words(here: Town) -> None:
    dossiers = [submitted(here, [person(number)]) for number in (1, 2, 3)]
    tasks = [forwarded(here, dossier) for dossier in dossiers]
    at_chair = forwarded(here, submitted(here, [person(4)]), times=2)
    with acting(here.appraiser):
        keys = [task.pk for task in tasks]
        found = preview(keys, "forward", by=here.appraiser, at=here.at)
        assert (len(found.lines), found.claims, found.amount_vnd) == (3, 3, 4_500_000)
        bulk = hold(keys, "forward", by=here.appraiser, at=here.later(), expected=Expected(3, 3, 4_500_000))
    with acting(here.chair):
        assert [one.why.code for one in preview([at_chair.pk], "forward", by=here.chair, at=here.at).left_out] == ["last_step"]
    assert carry_out(bulk.pk, at=bulk.leaves_at, verbs=Verbs(forward=all_but(tasks[1]))) == 2
    assert [task_of(dossier).owner for dossier in dossiers] == [here.chair, here.appraiser, here.chair]
    with acting(here.appraiser):
        assert [item.refusal["code"] for item in BulkItem.objects.filter(bulk=bulk, task=tasks[1])] == ["objections_open"]
    demand_truth()


def all_but(task: Task) -> Any:
    """Hand on as casework does, but hold one back as a later room would."""

    def forward(task_id: Any, *, by: Officer, at: Any) -> object:
        if task_id == task.pk:
            raise Refused("objections_open", "Còn ý kiến chưa trả lời.", "An objection is open.")
        return take_step.forward(task_id, by=by, at=at)

    return forward
