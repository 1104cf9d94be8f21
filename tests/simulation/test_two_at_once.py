"""Two officers, or one officer twice, at the same moment: one effect, and the other is told so in words. Real threads, real commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ansinh.delivery.cases import decide, receive, submit, take_step
from ansinh.delivery.cases.models import Claim, Decision, Dossier, Upload
from ansinh.delivery.cases.models_revisions import Revision
from ansinh.delivery.cases.sign_revision import reject
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import revise
from ansinh.delivery.payments.files import make_files
from ansinh.delivery.payments.instruct import instruct
from delivery.casework import Town, approved, forwarded, officer, person, posted_long_enough, read_list, submitted, task_of, town
from delivery.payments.paying import banked, instructions
from delivery.revising import claims, papered, proposed, recoveries
from simulation.together import at_once
from simulation.truth import demand_evidence, demand_truth

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

ROUNDS = 3
PEOPLE = [person(number) for number in range(1, 9)]


@pytest.fixture
def here(own_db: str) -> Town:
    """A commune with its officers, in a database that really commits."""
    return town()


def acted(by: Any, deed: Any, *arguments: Any, **more: Any) -> Any:
    """Do a verb in the officer's scope."""
    with acting(by):
        return deed(*arguments, by=by, **more)


def gave(found: list[object], kind: type) -> list[Any]:
    """Give what came out of that kind; anything that is neither a result nor a refusal fails the test."""
    assert not [one for one in found if isinstance(one, Exception) and not isinstance(one, Refused)], found
    return [one for one in found if isinstance(one, kind)]


def test_an_approver_who_clicks_twice_signs_once(here: Town) -> None:
    for number in range(ROUNDS):
        task = forwarded(here, submitted(here, [person(100 * number + n) for n in range(5)]), times=2)
        at = here.later()
        found = at_once(*[lambda task=task, at=at: acted(here.chair, decide.approve, task.pk, at=at)] * 3)
        assert (len(gave(found, Decision)), len(gave(found, AlreadyDone))) == (1, 2)
    with acting(NATION):
        assert Decision.objects.count() == ROUNDS
    demand_truth()
    demand_evidence()


def test_of_two_approvers_only_the_one_answerable_signs(here: Town) -> None:
    other = officer("chair.other", here.offices["province"], Role.APPROVER)
    task = forwarded(here, submitted(here, PEOPLE), times=2)
    at = here.later()
    found = at_once(*[lambda by=by: acted(by, decide.approve, task.pk, at=at) for by in (here.chair, other)])
    assert (len(gave(found, Decision)), len(gave(found, Refused))) == (1, 1)
    demand_truth()
    demand_evidence()


def test_a_dossier_is_approved_or_returned_never_both(here: Town) -> None:
    for number in range(ROUNDS):
        task = forwarded(here, submitted(here, [person(100 * number + n) for n in range(5)]), times=2)
        at = here.later()
        found = at_once(
            lambda task=task, at=at: acted(here.chair, decide.approve, task.pk, at=at),
            lambda task=task, at=at: acted(here.chair, take_step.send_back, task.pk, at=at, reason="Thiếu chữ ký của thôn"),
        )
        assert len(gave(found, AlreadyDone)) == 1
        demand_truth()
    demand_evidence()


def test_a_list_submitted_twice_at_the_same_moment_is_one_dossier(here: Town) -> None:
    upload = read_list(here, PEOPLE)
    at = here.later()
    found = at_once(*[lambda: acted(here.lister, submit.submit, upload, at=at)] * 3)
    assert len({dossier.pk for dossier in gave(found, Dossier)}) == 1
    assert len(gave(found, Dossier)) == 3
    with acting(NATION):
        assert Claim.objects.count() == len(PEOPLE)
    demand_truth()
    demand_evidence()


def test_the_same_file_sent_twice_at_the_same_moment_is_one_upload(here: Town) -> None:
    at = here.later()
    found = at_once(*[lambda: acted(here.lister, receive.receive, b"danh sach", "ds.csv", policy="nq68-12", at=at)] * 3)
    assert (len(gave(found, Upload)), len(gave(found, AlreadyDone))) == (1, 2)


def test_a_dossier_handed_on_twice_at_the_same_moment_moves_one_step(here: Town) -> None:
    dossier = submitted(here, PEOPLE)
    task = task_of(dossier)
    acted(here.lister, take_step.post_list, task.pk, at=here.later(), posted_on=here.at.date())
    posted_long_enough(task, at=here.at)
    at = here.later()
    found = at_once(*[lambda: acted(here.lister, take_step.forward, task.pk, at=at)] * 3)
    assert len(gave(found, AlreadyDone)) == 2
    assert task_of(dossier).owner == here.appraiser
    demand_truth()


def test_communes_that_list_the_same_people_at_the_same_moment_wait_for_each_other_and_each_person_is_drawn_once(here: Town) -> None:
    for number in range(ROUNDS):
        towns = [here, town("10633"), town("10636")]
        people = [person(1000 * number + n) for n in range(60)]
        unnumbered = [person(n, full_name=f"Lê Văn Bé {number} {n}", id_number="", id_kind=None) for n in range(5)]
        orders = [people, people[::-1], people[30:] + people[:30]]
        uploads = [read_list(place, [*rows, *unnumbered]) for place, rows in zip(towns, orders, strict=True)]
        at = here.later()
        found = at_once(
            *[lambda place=place, upload=upload, at=at: acted(place.lister, submit.submit, upload, at=at) for place, upload in zip(towns, uploads, strict=True)]
        )
        dossiers = gave(found, Dossier)
        assert len(dossiers) == 3
        with acting(NATION):
            held = Claim.objects.filter(dossier__in=dossiers, draw_held=True, id_kind="cccd")
            assert held.count() == held.values("identity").distinct().count() == 60
        demand_truth()
    demand_evidence()


def test_what_is_revoked_while_it_is_instructed_and_filed_is_never_sent_unless_it_had_left_and_then_it_comes_back(here: Town) -> None:
    for number in range(ROUNDS):
        decision = papered(here, approved(here, [banked(100 * number + n) for n in range(1, 6)]))
        revision = proposed(here, decision, *claims(decision)[:2])
        at = here.later()
        found = at_once(
            lambda decision=decision, at=at: acted(here.payer, pay, decision.pk, at=at),
            lambda revision=revision, at=at: acted(here.chair, revise.sign, revision.pk, at=at),
            lambda decision=decision, at=at: acted(here.payer, pay, decision.pk, at=at),
        )
        assert len(gave(found, Revision)) == 1
        acted(here.payer, pay, decision.pk, at=here.later())
        sent = [row for row in instructions(decision) if row.state == "sent"]
        assert len(sent) - len(recoveries(decision)) == 3
        demand_truth()
    demand_evidence()


def test_a_proposal_signed_and_rejected_at_the_same_moment_is_answered_once(here: Town) -> None:
    for number in range(ROUNDS):
        decision = papered(here, approved(here, [person(100 * number + n) for n in range(1, 4)]))
        revision, at = proposed(here, decision), here.later()
        found = at_once(
            lambda revision=revision, at=at: acted(here.chair, revise.sign, revision.pk, at=at),
            lambda revision=revision, at=at: acted(here.chair, reject, revision.pk, at=at, reason="Đã xác minh, không thu hồi"),
        )
        assert (len(gave(found, Revision)), len(gave(found, AlreadyDone))) == (1, 1)
    demand_truth()


def pay(decision: uuid.UUID, *, by: Officer, at: datetime) -> None:
    """Instruct and file."""
    instruct(decision, by=by, at=at)
    make_files(decision, by=by, at=at)
