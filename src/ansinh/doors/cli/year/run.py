"""A simulated year, day by day: what comes in, what is done, what happens to people, and every rule held at the end of each day."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from ansinh.delivery.cases import by_itself, escalate, mandates
from ansinh.delivery.cases.models import Task
from ansinh.delivery.grievances import go_on
from ansinh.delivery.offices.keys import seeded_by
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.registers import load as registers
from ansinh.doors.cli.year.afterwards import complain, follow
from ansinh.doors.cli.year.arrivals import planned
from ansinh.doors.cli.year.asked import YearRefused
from ansinh.doors.cli.year.coming import come_in, take_in
from ansinh.doors.cli.year.deeds import answer_requests, do, meant_for_today, post_new
from ansinh.doors.cli.year.figures import year_of
from ansinh.doors.cli.year.filed import register_lines
from ansinh.doors.cli.year.people_move import MOVED_EVERY, disappear, keep_owners, leave, transfer
from ansinh.doors.cli.year.rules import demand_all, demand_evidence
from ansinh.doors.cli.year.seeded import Seeded, demand_unused, stream
from ansinh.doors.cli.year.staff import staffed
from ansinh.doors.cli.year.world import World, moment
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.doors.cli.year.asked import Asked
    from ansinh.doors.cli.year.figures import Year
    from ansinh.doors.cli.year.filed import Filed

VANISHES_AFTER = 0.3
"""Which part of the year has passed when somebody disappears, on the first working day from then on that lets somebody."""
EVERYTHING_EVERY = 30
"""Days from one look at all dossiers to the next; between them rules of claims and money look at what changed."""
MOST_VND = 400_000_000
BASIS = "Quyết định giao việc 12/QĐ (mô phỏng)"
SOURCE = "Dữ liệu mô phỏng, theo hạt giống của năm"


def simulate(asked: Asked, *, tell: Callable[[World], object] = bool) -> Year:
    """Carry a year out in this process's database, which must make its keys from the same seed (`seeded.own`); `tell` hears of each day.

    Raises `Violated` as soon as a rule does not hold, `YearRefused` where the database is not the simulation's own.
    """
    began = time.monotonic()
    with seeded_by(Seeded(asked.seed)):
        world = begin(asked)
        disappeared = None
        for turn in range(asked.days):
            world.day = asked.first + timedelta(turn)
            if turn and turn % MOVED_EVERY == 0 and world.is_working():
                transfer(world, 9_000 + turn)
            vanishing = disappeared is None and turn >= asked.days * VANISHES_AFTER
            disappeared = live(world, vanishing=vanishing) or disappeared
            demand_all(world, everything=turn % EVERYTHING_EVERY == EVERYTHING_EVERY - 1 or turn == asked.days - 1)
            tell(world)
        heads = demand_evidence(world.day)
        return year_of(world, heads, disappeared=disappeared, seconds=time.monotonic() - began)


def live(world: World, *, vanishing: bool = False) -> dict[str, object] | None:
    """Let one day pass; give what was true when somebody disappeared, nothing where nobody did."""
    vanished = None
    if world.is_working():
        _climb(world)
        leave(world)
        keep_owners(world, moment(world.day, 7, 45))
    come_in(world)
    _complete(world, 11)
    if world.is_working():
        answer_requests(world)
        todo = meant_for_today(world)
        do(world, todo[::2], afternoon=False)
        if vanishing:
            vanished = disappear(world)
        keep_owners(world, moment(world.day, 12, 1))
        there = {key for key, member in world.staff.members.items() if not member.gone}
        do(world, [one for one in todo[1::2] if one.owner in there], afternoon=True)
        take_in(world, moment(world.day, 16), apart=timedelta(seconds=20))
        post_new(world)
        follow(world)
        complain(world)
    _complete(world, 17)
    keep_owners(world, moment(world.day, 23, 59))
    return vanished


def begin(asked: Asked) -> World:
    """Make the world as it stands before the first day: who works where, what will be filed, registers, mandates. Raises `YearRefused` as `simulate`."""
    demand_unused()
    named = stream(asked.seed)
    with acting(NATION):
        staff = staffed(asked, named)
    filings = planned(asked, staff, named)
    world = World(asked, named, staff, day=asked.first)
    for filed in filings:
        world.to_come.setdefault(filed.on, []).append(filed)
    _load_registers(world, filings)
    _give_mandates(world)
    return world


def _load_registers(world: World, filings: list[Filed]) -> None:
    """Take over what the state's registers held before the year, by whoever loads them for the ministry."""
    by = world.staff.analyst
    if by is None:
        raise YearRefused("nobody loads registers")
    at, dated = moment(world.asked.first, 6), world.asked.first - timedelta(8)
    for register, content in register_lines(filings, world.named).items():
        with acting(by):
            row = registers.receive_snapshot(io.BytesIO(content), f"{register}.csv", register=register, source=SOURCE, dated=dated, by=by, at=at)
        row = registers.load(row.pk, by=by, at=at)
        world.counted[f"register {register}"] = row.entries


def _give_mandates(world: World) -> None:
    """Let the heads of the offices of some provinces have those who confirm and appraise answer for steps that registers vouch for."""
    at, law = moment(world.asked.first, 7), load_programme("nq68")
    for member in list(world.staff.members.values()):
        office = member.officer.office
        if office.province not in world.staff.mandated or not {Role.VERIFIER, Role.APPRAISER} & set(member.post.roles):
            continue
        head = next((other.officer for other in world.staff.of_office(office.pk) if Role.CHIEF in other.post.roles), None)
        if head is not None:
            for policy in mandates.policies_of(office):
                if policy in law.policies:
                    _mandate(member.officer, policy.id, head, world, at)


def _mandate(officer: Officer, policy: str, head: Officer, world: World, at: datetime) -> None:
    with acting(head):
        mandates.give(officer, policy, most_vnd=MOST_VND, basis=BASIS, since=world.asked.first, until=None, by=head, at=at)


def _complete(world: World, hour: int) -> None:
    """Do what is done every minute: let posted lists go on, complete the steps that registers vouch for."""
    at = moment(world.day, hour, 30)
    for posted in go_on.to_go_on(at=at):
        world.counted["lists gone on by themselves"] += go_on.go_on(posted, at=at)
    while tasks := by_itself.to_complete(at=at):
        for task in tasks:
            world.counted["steps by themselves"] += by_itself.complete(task, at=at) is not None


def _climb(world: World) -> None:
    """Do what is done each morning: remind, and tell those above of what is late; provinces where nothing is near its day are passed over."""
    at = moment(world.day, 7, 5)
    near = max(escalate.thresholds(world.day).values())
    with acting(NATION):
        provinces = list(Task.objects.filter(done_at=None, due_on__lte=near).order_by("province").values_list("province", flat=True).distinct())
    for province in provinces:
        with acting(NATION):
            world.counted["told of late or nearly late steps"] += escalate.escalate(province, at=at)
