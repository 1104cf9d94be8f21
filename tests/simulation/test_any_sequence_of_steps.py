"""Officers do whatever they like in any order, right or wrong: either they are refused in words, or everything still agrees."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.delivery.cases import correct, decide, exclude, submit, take_step
from ansinh.delivery.cases.models import Claim, Decision, Task, Upload
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.files import make_files
from ansinh.delivery.payments.instruct import instruct
from ansinh.delivery.payments.models import Instruction, Repair
from ansinh.delivery.payments.repair import reissue
from ansinh.delivery.payments.settle import settle
from delivery.casework import Town, person, posted_long_enough, read_list, town
from delivery.payments.paying import banked, csv
from simulation.truth import broken, demand_evidence, demand_truth

REASON = "Không còn ở địa bàn xã từ tháng 5"


@dataclass
class World:
    """Two communes whose lists share people, and everybody who works for them."""

    towns: list[Town]
    uploads: list[Upload]
    everybody: list[Officer]
    done: list[str] = field(default_factory=list)

    def later(self) -> Any:
        """Give the next moment."""
        return self.towns[0].later()


@dataclass(frozen=True)
class Deed:
    """A verb, who does it (0: whoever it is up to), on which thing, and a free choice."""

    verb: str
    who: int
    thing: int
    choice: int


def by_whom(world: World, deed: Deed, right: Officer) -> Officer:
    return right if deed.who == 0 else world.everybody[deed.who % len(world.everybody)]


def pick(rows: Any, deed: Deed) -> Any:
    with acting(NATION):
        found = list(rows)
    if not found:
        raise ObjectDoesNotExist
    return found[deed.thing % len(found)]


def task_and_owner(world: World, deed: Deed) -> tuple[Task, Officer]:
    task: Task = pick(Task.objects.select_related("owner__office").filter(done_at=None).order_by("pk"), deed)
    return task, by_whom(world, deed, task.owner)


def do_submit(world: World, deed: Deed) -> None:
    upload: Upload = pick(Upload.objects.order_by("pk"), deed)
    by = by_whom(world, deed, world.towns[0 if upload.commune == world.towns[0].commune else 1].lister)
    with acting(by):
        submit.submit(upload, by=by, at=world.later())


def do_post(world: World, deed: Deed) -> None:
    task, by = task_and_owner(world, deed)
    with acting(by):
        take_step.post_list(task.pk, by=by, at=world.later(), posted_on=world.towns[0].at.date())
    if deed.choice % 4 != 3:  # else it is still posted when somebody tries to hand it on
        posted_long_enough(task, at=world.towns[0].at)


def do_forward(world: World, deed: Deed) -> None:
    task, by = task_and_owner(world, deed)
    with acting(by):
        take_step.forward(task.pk, by=by, at=world.later())


def do_send_back(world: World, deed: Deed) -> None:
    task, by = task_and_owner(world, deed)
    with acting(by):
        take_step.send_back(task.pk, by=by, at=world.later(), reason=REASON)


def claims_of(task: Task, deed: Deed) -> list[Claim]:
    with acting(NATION):
        rows = list(Claim.objects.filter(dossier=task.dossier_id).order_by("order"))
    return [row for place, row in enumerate(rows) if deed.choice >> place & 1]


def do_exclude(world: World, deed: Deed) -> None:
    task, by = task_and_owner(world, deed)
    with acting(by):
        exclude.exclude(task.pk, [row.pk for row in claims_of(task, deed)], by=by, at=world.later(), reason=REASON)


def do_settle_by_law(world: World, deed: Deed) -> None:
    """Exclude whoever cannot go on, so that a dossier can move."""
    task, by = task_and_owner(world, deed)
    with acting(by):
        exclude.exclude_by_law(task.pk, by=by, at=world.later())
        drawn = list(Claim.objects.filter(dossier=task.dossier_id, state="in_review", draw_held=False).values_list("pk", flat=True))
        if drawn:
            exclude.exclude(task.pk, drawn, by=by, at=world.later(), reason="Đã có hồ sơ ở nơi khác")


def do_include(world: World, deed: Deed) -> None:
    task, by = task_and_owner(world, deed)
    for row in claims_of(task, deed)[:1]:
        with acting(by):
            exclude.include(task.pk, row.pk, by=by, at=world.later())


def do_correct(world: World, deed: Deed) -> None:
    task, by = task_and_owner(world, deed)
    for row in claims_of(task, deed)[:1]:
        with acting(by):
            correct.correct(task.pk, row.pk, changes={"id_number": f"030187{deed.choice % 12:06d}"}, facts={}, by=by, at=world.later())


def do_approve(world: World, deed: Deed) -> None:
    task, by = task_and_owner(world, deed)
    with acting(by):
        decide.approve(task.pk, by=by, at=world.later())


def decision_and_payer(world: World, deed: Deed) -> tuple[Decision, Officer]:
    decision: Decision = pick(Decision.objects.order_by("pk"), deed)
    return decision, by_whom(world, deed, world.towns[0].payer)


def do_instruct(world: World, deed: Deed) -> None:
    decision, by = decision_and_payer(world, deed)
    with acting(by):
        instruct(decision.pk, by=by, at=world.later(), otherwise=("cash", "post")[deed.choice % 2])


def do_files(world: World, deed: Deed) -> None:
    decision, by = decision_and_payer(world, deed)
    with acting(by):
        make_files(decision.pk, by=by, at=world.later())


def do_statement(world: World, deed: Deed) -> None:
    decision, by = decision_and_payer(world, deed)
    with acting(NATION):
        rows = list(Instruction.objects.filter(decision=decision).order_by("pk"))
    lines: list[tuple[Instruction | str, int, str]] = [
        (row, row.amount_vnd + (deed.choice >> place & 3 == 3), ("paid", "AC01")[deed.choice >> place & 1]) for place, row in enumerate(rows)
    ]
    with acting(by):
        settle(csv(lines, title=f"KQ-{deed.thing}-{deed.choice % 3}"), "sao-kê.csv", by=by, at=world.later())


def do_reissue(world: World, deed: Deed) -> None:
    repair: Repair = pick(Repair.objects.select_related("owner__office").order_by("pk"), deed)
    by = by_whom(world, deed, repair.owner)
    with acting(by):
        reissue(repair.pk, channel=("bank", "cash")[deed.choice % 2], account_number="2000000001", bank_name="BIDV", by=by, at=world.later())


VERBS: dict[str, Callable[[World, Deed], None]] = {name.removeprefix("do_"): verb for name, verb in list(globals().items()) if name.startswith("do_")}
ALONG = ("submit", "settle_by_law", "post", "forward", "settle_by_law", "forward", "approve", "instruct", "files", "statement", "reissue", "files", "statement")
"""The way of a list; random deeds are strewn into it, so that they meet every stage."""


@st.composite
def deeds(draw: st.DrawFn) -> list[Deed]:
    """Draw deeds: two lists on their way, by the right officers mostly, with any others between."""
    free = st.builds(Deed, st.sampled_from(sorted(VERBS)), st.integers(0, 8), st.integers(0, 5), st.integers(0, 63))
    along = [Deed(verb, 0, thing, draw(st.integers(0, 63))) for verb in ALONG for thing in range(2)]
    for _ in range(draw(st.integers(0, 14))):
        along.insert(draw(st.integers(0, len(along))), draw(free))
    return along


def world() -> World:
    first, second = town("10630"), town("10633")
    shared = [person(1), banked(2)]
    uploads = [read_list(first, [*shared, person(3), banked(4, id_number="", id_kind=None)]), read_list(second, [*shared, banked(5), person(6)])]
    return World([first, second], uploads, [*first.officers.values(), *second.officers.values()])


def live(at: World, deed: Deed) -> None:
    """Do a deed; a refusal in words, or nothing there to do it on, is an answer. Anything else fails the test."""
    with contextlib.suppress(Refused, ObjectDoesNotExist), transaction.atomic():
        VERBS[deed.verb](at, deed)
        at.done.append(deed.verb)


@pytest.mark.django_db
def test_after_any_sequence_of_steps_by_any_officers_everything_agrees() -> None:
    at = world()
    reached: set[str] = set()

    @settings(max_examples=settings().max_examples // 4)
    @given(deeds())
    def always(sequence: list[Deed]) -> None:
        with transaction.atomic():
            at.done.clear()
            for deed in sequence:
                live(at, deed)
                demand_truth()
            reached.update(at.done)
            demand_evidence()
            transaction.set_rollback(True)

    always()
    assert reached >= {"submit", "post", "forward", "settle_by_law", "approve", "instruct", "files", "statement", "reissue"}, (
        "the simulation reaches every stage"
    )


PLANTED = {
    "open task": ("UPDATE cases_task SET done_at = now(), done_by_id = owner_id, outcome = 'forwarded' WHERE done_at IS NULL", "one open task"),
    "state": ("UPDATE cases_claim SET state = 'excluded', state_reason = 'x' WHERE state = 'approved'", "exactly one state"),
    "amount": ("UPDATE cases_claim SET amount_vnd = amount_vnd + 1 WHERE state = 'approved'", "a decision says"),
    "signer": ("UPDATE cases_dossier SET submitted_by_id = (SELECT signed_by_id FROM cases_decision LIMIT 1)", "prepared nothing"),
    "draw": ("UPDATE registry_draw SET released_at = now()", "holds its draw"),
    "twice": ("UPDATE payments_entry SET amount_vnd = amount_vnd * 2 WHERE credit = 'paid'", "paid twice"),
    "ledger": ("DELETE FROM payments_entry WHERE credit = 'paid'", "the ledger says"),
    "sum": ("UPDATE cases_decision SET amount_vnd = amount_vnd + 1", "the decided sum"),
    "file": ("UPDATE payments_paymentfile SET amount_vnd = amount_vnd + 1", "a payment file"),
}


@pytest.mark.parametrize("planted", sorted(PLANTED))
def test_the_simulation_sees_a_planted_fault(planted: str, own_db: str, owner_connection: Any) -> None:
    at = world()
    for verb in ALONG[:10]:
        live(at, Deed(verb, 0, 0, 0))
    live(at, Deed("submit", 0, 1, 0))
    assert broken() == []
    statement, sentence = PLANTED[planted]
    owner_connection.execute("SET session_replication_role = replica")  # past every trigger, as only a faulty version of them could
    owner_connection.execute("SET ansinh.level = 'national'")
    owner_connection.execute(statement)
    connection.close()
    assert any(sentence in one for one in broken()), "the fault is seen"
