"""A country in the middle of its work, for `bench/load.py`: officers of 63 provinces, and hundreds of thousands of dossiers on their desks.

Three lists go their way by the verbs of the system and stop at the commune, the district and the province. What then fills the tables is
copied from those three in sets, each copy with people, codes, draws and an owner of its own; the log of events is not copied.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dossier import MORNING, officers
from make_list import make_list
from search import people

POLICY = "nq68-08"
STAGES = ("list", "appraise", "approve")
SHARES = (60, 25, 15)
"""Of 100 dossiers so many wait at the commune, the district and the province."""
DISTRICTS, COMMUNES = 3, 3
"""So many districts of a province have officers, and so many communes of each of these."""
SHARED, OF_A_LIST = 6, 250
"""A sixth of all claims stands in lists of 250; each of the others is a dossier of its own."""
PASSWORD = "mot-tram-can-bo-68"  # noqa: S105 - of officers that exist in a measurement only
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the same of all their authenticator apps
PLACED = {"province": "t.province", "district": "t.district", "commune": "t.commune"}


@dataclass(frozen=True)
class Seat:
    """A commune with its lister, and who works above it."""

    province: str
    district: str
    commune: str
    office: Any
    owners: dict[str, tuple[Any, Any]]
    """By stage: officer and office."""


def seats() -> list[Seat]:
    """Give every commune of the world with its officers; made when missing, each with a password, approvers with a second factor."""
    from ansinh.delivery.offices.models import Office

    held = Office.objects.filter(kind="people_committee").order_by("id")
    provinces = {office.province: office for office in held.filter(level="province")}
    districts: dict[str, list[Any]] = {}
    communes: dict[str, list[Any]] = {}
    for office in held.filter(level="district").order_by("district"):
        districts.setdefault(office.province, []).append(office)
    for office in held.filter(level="commune").order_by("commune"):
        communes.setdefault(office.district, []).append(office)
    made = _Made()
    found = []
    for province, chair in sorted(provinces.items()):
        for district in districts.get(province, [])[:DISTRICTS]:
            for commune in communes.get(district.district, [])[:COMMUNES]:
                owners = {
                    "list": (made.officer("lister", commune, commune.commune), commune),
                    "appraise": (made.officer("appraiser", district, district.district), district),
                    "approve": (made.officer("approver", chair, province), chair),
                }
                found.append(Seat(province, district.district, commune.commune, commune, owners))
    return found


class _Made:
    """Makes officers once, all with one password, hashed once."""

    def __init__(self) -> None:
        from django.contrib.auth.hashers import make_password

        from ansinh.delivery.offices.models import Officer

        self.known = {officer.username: officer for officer in Officer.objects.filter(username__startswith="load.")}
        self.hash = next(iter(self.known.values())).password if self.known else make_password(PASSWORD)

    def officer(self, role: str, office: Any, code: str) -> Any:
        from allauth.mfa.totp.internal.auth import TOTP
        from psycopg.types.range import DateRange

        from ansinh.delivery.offices.models import Assignment, Officer

        name = f"load.{role}.{code}"
        if name not in self.known:
            made = Officer.objects.create(username=name, password=self.hash, full_name=f"{role.title()} {code}", office=office)
            Assignment.objects.create(officer=made, office=office, role=role, held=DateRange(date(2021, 1, 1), None), basis="bench")
            if role == "approver":
                TOTP.activate(made, SECRET)
            self.known[name] = made
        return self.known[name]


def templates() -> dict[str, Any]:
    """Take three lists by the verbs as far as each stage; give for each its dossier and one claim of it that the law lets pass."""
    from ansinh.delivery.cases import read, receive, submit, take_step
    from ansinh.delivery.cases.models import Claim, Dossier
    from ansinh.delivery.offices.scope import NATION, acting

    by, found = officers(), {}
    for place, stage in enumerate(STAGES):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{stage}.xlsx"
            make_list(path, rows=20, policy=POLICY, seed=time.time_ns(), messy=False)
            with acting(by["lister"]):
                upload = receive.receive(path.read_bytes(), path.name, policy=POLICY, by=by["lister"], at=MORNING)
            upload = read.read(upload.pk, by=by["lister"], at=MORNING)
        with acting(by["lister"]):
            dossier = submit.submit(upload, by=by["lister"], at=MORNING + timedelta(minutes=5))
        for role in ("lister", "appraiser")[:place]:
            with acting(by[role]):
                take_step.forward(dossier.tasks.get(done_at=None).pk, by=by[role], at=MORNING + timedelta(hours=1))
        with acting(NATION):
            found[stage] = (Dossier.objects.get(pk=dossier.pk), Claim.objects.filter(dossier=dossier, outcome="eligible", draw_held=True)[0])
    return found


def fill(claims: int) -> dict[str, int]:
    """Bring the database to `claims` claims and an open task for every dossier, once; give how many there are of both."""
    import psycopg

    from ansinh.config import embedded

    seated = seats()
    with psycopg.connect(embedded.address(embedded.OWNER), autocommit=True) as owner:
        owner.execute("SELECT set_config('ansinh.level', 'national', false)")
        held = _counted(owner)
        if held["claims"] < claims // 2:
            _copy_world(owner, seated, templates(), claims)
            held = _counted(owner)
    return held


def _counted(owner: Any) -> dict[str, int]:
    told = owner.execute("SELECT (SELECT count(*) FROM cases_claim), (SELECT count(*) FROM cases_task WHERE done_at IS NULL)").fetchone()
    return {"claims": told[0], "open tasks": told[1]}


def targets(seated: list[Seat], claims: int) -> Iterator[tuple[Any, ...]]:
    """Name the dossiers: number, stage, place, office, who owns it at each stage, how many claims, the first of them."""
    shared = claims // SHARED
    sizes = [OF_A_LIST] * (shared // OF_A_LIST) + [1] * (claims - shared // OF_A_LIST * OF_A_LIST)
    first = 0
    for number, size in enumerate(sizes):
        seat, turn = seated[number % len(seated)], number // len(seated) % 100
        stage = STAGES[0] if turn < SHARES[0] else STAGES[1] if turn < SHARES[0] + SHARES[1] else STAGES[2]
        owners = [part.pk for name in STAGES for part in seat.owners[name]]
        yield (number, stage, seat.province, seat.district, seat.commune, *owners, size, first)
        first += size


def _copy_world(owner: Any, seated: list[Seat], of: dict[str, Any], claims: int) -> None:
    from ansinh.delivery.cases.numbers import new_code

    owner.execute("DROP TABLE IF EXISTS bench_target, bench_made, bench_claim")
    owner.execute(
        """CREATE UNLOGGED TABLE bench_target (n int PRIMARY KEY, stage text, province text, district text, commune text, lister uuid, lister_office uuid, appraiser uuid,
        appraiser_office uuid, approver uuid, approver_office uuid, claims int, first int, dossier uuid DEFAULT uuidv7())"""
    )
    owner.execute(
        """CREATE UNLOGGED TABLE bench_made (serial int, full_name text, folded_name text, sex text, born date, id_number text, phone text, receipt text,
        claim uuid DEFAULT uuidv7())"""
    )
    with owner.cursor() as cursor:
        with cursor.copy(
            "COPY bench_target (n, stage, province, district, commune, lister, lister_office, appraiser, appraiser_office, approver, approver_office, claims, first) FROM STDIN"
        ) as copy:
            for line in targets(seated, claims):
                copy.write_row(line)
        places = [(seat.province, seat.district, seat.commune) for seat in seated]
        with cursor.copy("COPY bench_made (serial, full_name, folded_name, sex, born, id_number, phone, receipt) FROM STDIN") as copy:
            for serial, (_, _, _, _, full, folded, sex, born, _, number, _, phone, *_rest) in enumerate(people(claims, places)):
                copy.write_row((serial, full, folded, sex, born, f"9{number[1:]}", phone, new_code()))
    owner.execute(
        """CREATE UNLOGGED TABLE bench_claim AS SELECT m.*, t.n, m.serial - t.first + 1 AS ord, 'cccd:' || m.id_number AS identity
        FROM bench_target t JOIN LATERAL generate_series(t.first, t.first + t.claims - 1) AS s (serial) ON true JOIN bench_made m ON m.serial = s.serial"""
    )
    owner.execute("ANALYZE bench_target, bench_claim")
    for stage, (dossier, claim) in of.items():
        with owner.transaction():
            owner.execute("SET LOCAL session_replication_role = replica")
            for statement, values in _statements(owner, stage, dossier, claim):
                owner.execute(statement, values)
    owner.execute("DROP TABLE bench_target, bench_made, bench_claim")
    owner.execute("VACUUM ANALYZE cases_dossier, cases_task, cases_claim, cases_determination, registry_person, registry_draw")


def _statements(owner: Any, stage: str, dossier: Any, claim: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give what copies a stage: dossiers, tasks, then people, claims, what the law said of them, draws."""
    role = "CASE src.step WHEN 'list' THEN t.lister{0} WHEN 'appraise' THEN t.appraiser{0} ELSE t.approver{0} END"
    days = "current_date - 12 + (t.n %% 5)"
    own = {"id": "uuidv7()", **PLACED}
    person = {
        **PLACED, "full_name": "c.full_name", "folded_name": "c.folded_name", "sex": "c.sex", "date_of_birth": "c.born", "birth_precision": "'day'", "id_number": "c.id_number",
        "id_kind": "'cccd'", "phone": "c.phone", "identity": "c.identity",
    }  # fmt: skip
    copies = (
        ("cases_dossier", "src.id = %(dossier)s", "", {**PLACED, "id": "t.dossier", "office_id": "t.lister_office", "number": "'B-' || t.n", "upload_id": "NULL",
            "submitted_by_id": "t.lister", "submitted_at": "now() - interval '12 days'", "claims": "t.claims", "amount_vnd": "t.claims * %(amount)s"}),
        ("cases_task", "src.dossier_id = %(dossier)s", "", {**own, "dossier_id": "t.dossier", "office_id": role.format("_office"), "owner_id": role.format(""),
            "done_by_id": f"CASE WHEN src.done_at IS NOT NULL THEN {role.format('')} END", "received_on": days, "due_on": f"{days} + 7 + (t.n %% 23)",
            "opened_at": "now() - interval '12 days'", "done_at": "CASE WHEN src.done_at IS NOT NULL THEN now() - interval '7 days' END"}),
        ("registry_person", "src.identity = %(identity)s AND src.province = %(province)s", "c", {**person, "id": "uuidv7()"}),
        ("cases_claim", "src.id = %(claim)s", "c", {**person, "id": "c.claim", "dossier_id": "t.dossier", "order": "c.ord", "receipt": "c.receipt"}),
        ("cases_determination", "src.claim_id = %(claim)s", "c", {**own, "claim_id": "c.claim"}),
        ("registry_draw", "src.claim = %(claim)s", "c", {**own, "identity": "c.identity", "holder": "c.identity", "claim": "c.claim"}),
    )  # fmt: skip
    values = {
        "stage": stage, "dossier": dossier.pk, "claim": claim.pk, "identity": claim.identity, "province": claim.province, "amount": claim.amount_vnd,
    }  # fmt: skip
    for table, source, each, instead in copies:
        names = [name for (name,) in owner.execute(COLUMNS, [table]).fetchall()]
        chosen = ", ".join(instead.get(name, f'src."{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        joined = "JOIN bench_claim c ON c.n = t.n" if each else ""
        yield f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM {table} src JOIN bench_target t ON t.stage = %(stage)s {joined} WHERE {source}", values  # noqa: S608 - names of our own


COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
