"""What comes in: communes hand in lists, people and employers file, listers take what was filed into dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases import amend, attest, read, receive, submit
from ansinh.delivery.cases.models import Upload, UploadRow
from ansinh.delivery.intake.file import Filer, file_claims, receiving
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.take import MOST_FILINGS, gather
from ansinh.delivery.offices.models import Office, Officer, Role
from ansinh.delivery.offices.queries import who_answers
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.cli.year.filed import FREE, FREE_FACTS, list_of, rows_of
from ansinh.doors.cli.year.world import moment, working_day_on_or_after

if TYPE_CHECKING:
    import uuid
    from datetime import datetime, timedelta

    from ansinh.doors.cli.year.filed import Filed
    from ansinh.doors.cli.year.world import World

ASIDE = "Chờ người dân bổ sung giấy tờ"
FILERS = {"employer": "employer", "person": "self", "business": "self", "facility": "facility"}
ON_PAPER = ("counter", "post")


def come_in(world: World) -> None:
    """Let everything planned for today come in; a list whose office has nobody today comes on the next working day."""
    for turn, filed in enumerate(world.to_come.pop(world.day, ())):
        at = moment(world.day, 8 + turn % 3, turn * 7 % 60, turn % 60)
        deed = "list handed in" if filed.channel == "list" else f"filed by {filed.channel}"
        refused = sum(count for name, count in world.counted.items() if name.startswith(f"{deed} refused"))
        with world.trying(deed):
            (_hand_in if filed.channel == "list" else _file)(world, filed, at)
        if sum(count for name, count in world.counted.items() if name.startswith(f"{deed} refused")) > refused:
            _tomorrow(world, filed)


def _tomorrow(world: World, filed: Filed) -> None:
    if filed.channel == "list":
        world.to_come.setdefault(working_day_on_or_after(world.later(1)), []).append(filed)


def _hand_in(world: World, filed: Filed, at: datetime) -> None:
    with acting(NATION):
        office = Office.objects.get(kind="people_committee", level="commune", commune=filed.place)
        lister = who_answers(office, role=Role.LISTER, policy=filed.policy, at=at)
    content = list_of(filed, world.named(f"rows/{filed.number}"))
    with acting(lister):
        upload = receive.receive(content, f"mo-phong-{filed.number:05d}.csv", policy=filed.policy, by=lister, at=at)
    upload = read.read(upload.pk, by=lister, at=at)
    with acting(lister):
        if filed.policy == FREE:
            attest.attest(upload, dict(FREE_FACTS), by=lister, at=at)
        submit_ready(world, upload, by=lister, at=at)


def submit_ready(world: World, upload: Upload, *, by: Officer, at: datetime) -> None:
    """Set rows aside that only the person herself can settle, and submit the rest."""
    undecided = list(upload.rows.filter(state=UploadRow.State.UNDECIDED).order_by("sheet", "row"))
    for row in undecided:
        amend.set_aside(row, ASIDE, by=by, at=at)
    world.counted["rows set aside"] += len(undecided)
    dossier = submit.submit(upload, by=by, at=at)
    world.submitted[dossier.pk] = dossier.claims


def _file(world: World, filed: Filed, at: datetime) -> None:
    rows = rows_of(filed, world.named(f"rows/{filed.number}"))
    kind = "employer" if filed.channel == "employer" else "self"
    filer = Filer(kind, name="" if kind == "self" and filed.count == 1 else f"Đơn vị {filed.number}", reference="" if kind == "self" else rows[0]["id_number"])
    clerk = _clerk(filed, at) if filed.channel in ON_PAPER else None
    file_claims(filed.policy, rows, channel=filed.channel, place=filed.place, filer=filer, at=at, by=clerk)


def _clerk(filed: Filed, at: datetime) -> Officer:
    """Give who writes down what comes on paper: whoever makes the lists of the office that receives it."""
    office = receiving("nq68", filed.policy, filed.place, on=filed.on)
    return who_answers(office, role=Role.LISTER, policy=filed.policy, at=at)


def take_in(world: World, at: datetime, *, apart: timedelta) -> None:
    """Let each office's lister take what waits there, policy by policy, `apart` from one another."""
    with acting(NATION):
        waiting = Filing.objects.filter(state=Filing.State.FILED).order_by("office_id", "policy", "filed_at", "pk").values_list("office_id", "policy", "pk")
        by_office: dict[tuple[uuid.UUID, str], list[uuid.UUID]] = {}
        for office, policy, key in waiting:
            by_office.setdefault((office, policy), []).append(key)
    for (office, policy), keys in by_office.items():
        at += apart
        with world.trying("filings taken"):
            _take(world, office, policy, keys[:MOST_FILINGS], at)


def _take(world: World, office: uuid.UUID, policy: str, keys: list[uuid.UUID], at: datetime) -> None:
    with acting(NATION):
        lister = who_answers(Office.objects.get(pk=office), role=Role.LISTER, policy=policy, at=at)
    upload = gather(keys, by=lister, at=at)
    with acting(lister):
        submit_ready(world, upload, by=lister, at=at)
