"""Officers are people: they go on leave, are moved, stay away unannounced, and one disappears at noon."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from ansinh.delivery.cases import hand_over
from ansinh.delivery.cases.assign import assign, end_assignment
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.public import claim_status
from ansinh.delivery.offices.models import Absence, Assignment, Office, Officer, Role
from ansinh.delivery.offices.queries import away_at
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.cli.year.rules import Violated
from ansinh.doors.cli.year.staff import Member, made_up, name_for
from ansinh.doors.cli.year.world import moment

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.doors.cli.year.world import World

LEAVE = 0.012
"""How often somebody goes on leave on a working day; ours: some three times a year."""
MISSING = 0.003
"""How often somebody who has nobody beside her stays away without a word."""
LONGEST_LEAVE, LONGEST_MISSING = 10, 6
MOVED_EVERY = 15
"""Days from one transfer to the next."""
SHOWN = 20
"""Of how many people the status is looked at when somebody disappeared."""


def leave(world: World) -> None:
    """Let some go on leave, each with a deputy of her office; where nobody is beside her, somebody stays away without a word."""
    chance, at = world.named(f"leave/{world.day}"), moment(world.day, 7, 30)
    with acting(NATION):
        away = set(away_at(at).values_list("officer_id", flat=True)) | set(away_at(at).values_list("deputy_id", flat=True))
    for member in list(world.staff.members.values()):
        drawn, days = chance.random(), chance.randrange(1, LONGEST_LEAVE)
        if member.gone or member.officer.pk in away:
            continue
        deputy = _deputy(world, member, away)
        if deputy is None:
            if drawn < MISSING and not _has_colleague(world, member):
                member.missing_until = world.later(1 + days % LONGEST_MISSING)
                world.counted["away without a word"] += 1
        elif drawn < LEAVE:
            until = moment(world.later(days), 7)
            with world.trying("leave recorded"), acting(NATION):
                hand_over.record_absence(member.officer, deputy.officer, since=at, until=until, basis="Đơn xin nghỉ phép", by=member.officer, at=at)
            away |= {member.officer.pk, deputy.officer.pk}


def _has_colleague(world: World, member: Member) -> bool:
    return len(world.staff.of_office(member.officer.office_id)) > 1


def _deputy(world: World, member: Member, away: set[uuid.UUID]) -> Member | None:
    """Choose who stands in: a colleague who is there and prepares nothing that she would have to decide; nobody stands in for two."""
    for other in world.staff.of_office(member.officer.office_id):
        if other.officer.pk != member.officer.pk and other.officer.pk not in away and _fits(member, other):
            return other
    return None


def _fits(member: Member, other: Member) -> bool:
    """Say whether one may do the other's work: who signs is not deputised by who prepares or pays, and the other way round."""
    sides = [{_side(role) for role in one.post.roles} - {"head"} for one in (member, other)]
    return not (sides[0] and sides[1]) or sides[0] == sides[1]


def _side(role: Role) -> str:
    return {Role.APPROVER: "signs", Role.PAYER: "pays", Role.CHIEF: "head"}.get(role, "prepares")


def transfer(world: World, number: int) -> None:
    """Move somebody to the same post elsewhere; a successor is named on the same day and the open work goes over to her."""
    chance, at = world.named(f"transfer/{world.day}"), moment(world.day, 7)
    with acting(NATION):
        away = set(Absence.objects.exclude(away__fully_lt=(at, None)).values_list("officer_id", "deputy_id"))
    busy = {key for pair in away for key in pair}
    able = [m for m in world.staff.members.values() if not m.gone and m.officer.pk not in busy and m.post.roles == (Role.LISTER,) and m.post.level == "commune"]
    if len(able) < 2:  # noqa: PLR2004 - one to be moved, another whose office she goes to
        return
    member, other = chance.sample(able, 2)
    with acting(NATION):
        successor = made_up(member.officer.office, member.post, chance, number)
        name_for([successor], since=world.day, at=at)
        world.staff.members[successor.officer.pk] = successor
        _move(member.officer, other.officer.office, member.post.roles, world, at)
    world.counted["transfers"] += 1


def _move(officer: Officer, to: Office, roles: tuple[Role, ...], world: World, at: datetime) -> None:
    """End her roles here, enter her new office as an administrator does, and give her the same roles there."""
    for held in Assignment.objects.filter(officer=officer, office=officer.office_id, held__contains=world.day).order_by("role"):
        end_assignment(held.pk, by=None, at=at)
    officer.office = to
    officer.save(update_fields=["office"])
    for role in roles:
        assign(officer, role, policy="", since=world.day, until=None, basis="Quyết định điều động (mô phỏng)", by=None, at=at)


def disappear(world: World) -> dict[str, object] | None:
    """Let the officer with most open work and somebody beside her vanish at noon; give what was true at 12:01, nothing where nobody could.

    Raises `Violated` where a task of hers is still hers at 12:01, or a status page names anybody but who has it now.
    """
    noon, minute_after = moment(world.day, 12), moment(world.day, 12, 1)
    with acting(NATION):
        load = Counter(Task.objects.filter(done_at=None).exclude(action="approve").values_list("owner_id", flat=True))
        away = set(away_at(noon).values_list("officer_id", flat=True)) | set(away_at(noon).values_list("deputy_id", flat=True))
    for owner, tasks in sorted(load.items(), key=lambda one: (-one[1], str(one[0]))):
        member = world.staff.members[owner]
        head = next((m for m in world.staff.of_office(member.officer.office_id) if Role.CHIEF in m.post.roles and m is not member), None)
        deputy = _deputy(world, member, away)
        if owner in away or head is None or deputy is None or member.officer.office_id != head.officer.office_id:
            continue
        return _vanish(world, member, deputy, head, tasks=tasks, noon=noon, after=minute_after)
    return None


def _vanish(world: World, member: Member, deputy: Member, head: Member, *, tasks: int, noon: datetime, after: datetime) -> dict[str, object]:
    with acting(NATION):
        mine = list(Task.objects.filter(owner=member.officer, done_at=None).order_by("pk").values_list("pk", flat=True))
        hand_over.record_absence(
            member.officer, deputy.officer, since=noon, until=None, basis="Biên bản vắng mặt không rõ lý do", by=head.officer, at=noon + timedelta(seconds=30)
        )
    member.gone = True
    keep_owners(world, after)
    with acting(NATION):
        left = Task.objects.filter(owner=member.officer, done_at=None).count()
        held = {task.pk: task.owner for task in Task.objects.filter(pk__in=mine, done_at=None).select_related("owner")}
    if left:
        raise Violated(world.day, "by 12:01 every step of who disappeared has a deputy", [(member.officer.username, left)])
    shown = _shown(mine)
    wrong = [(code, name) for code, name, key in shown if name != str(held[key])]
    if wrong:
        raise Violated(world.day, "the status page names who has it now", wrong)
    named = sorted({str(owner) for owner in held.values()})
    return {"officer": str(member.officer), "at": noon.isoformat(), "open": len(mine), "deputies": named, "statuses": len(shown), "tasks": tasks}


def _shown(tasks: list[uuid.UUID]) -> list[tuple[str, str, uuid.UUID]]:
    """Ask, as the people concerned do by code and year of birth, who has their claim."""
    found = []
    for key in tasks[:SHOWN]:
        with acting(NATION):
            claim = Task.objects.get(pk=key).dossier.claim_rows.order_by("order").first()
        if claim is None:
            continue
        status = claim_status(claim.receipt, claim.date_of_birth.year if claim.date_of_birth else 0)
        found.append((claim.receipt, status.owner if status else "", key))
    return found


def keep_owners(world: World, at: datetime) -> None:
    """Do what is done every minute: hand over what waits for somebody who is not there."""
    with acting(NATION):
        missing = hand_over.without_owner(at=at)
    for officer, why in missing.items():
        with acting(NATION):
            moved = hand_over.hand_over(officer, at=at, reason=hand_over.words_of(why, at))
        world.counted["steps handed over"] += moved.moved
        world.counted["steps that found nobody"] += moved.stuck
