"""People of a commune, a district and a province, and lists of theirs, for tests of casework and money."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from psycopg.types.range import DateRange

from ansinh.delivery.cases import decide, exclude, read, receive, submit, take_step
from ansinh.delivery.cases.models import Claim, Decision, Dossier, Task, Upload, UploadRow
from ansinh.delivery.cases.procedure import step_of
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Assignment, Office, Officer, Place, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Fund

if TYPE_CHECKING:
    from collections.abc import Sequence

MORNING = datetime(2021, 8, 6, 2, 0, tzinfo=UTC)
"""Friday 6 August 2021, nine in the morning."""

ROLES = {"lister": ("commune", Role.LISTER), "appraiser": ("district", Role.APPRAISER), "chair": ("province", Role.APPROVER), "payer": ("province", Role.PAYER)}


@dataclass
class Town:
    """A commune with the officers above it; `at` is the clock of the test."""

    province: str = "30"
    district: str = "291"
    commune: str = "10630"
    offices: dict[str, Office] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    at: datetime = MORNING

    def __getattr__(self, name: str) -> Officer:
        if name in self.__dict__.get("officers", {}):
            return self.officers[name]
        raise AttributeError(name)

    def later(self, **more: float) -> datetime:
        """Move the clock on and give it."""
        self.at += timedelta(**(more or {"minutes": 5}))
        return self.at


def town(commune: str = "10630", district: str = "291", province: str = "30") -> Town:
    """Make offices and officers where they are missing; usernames carry the code of their place."""
    made = Town(province, district, commune)
    codes = {"commune": (province, district, commune), "district": (province, district, ""), "province": (province, "", "")}
    places = [Q(level=level, province=p, district=d, commune=c) for level, (p, d, c) in codes.items()]
    known = {office.level: office for office in Office.objects.filter(reduce(or_, places), kind="people_committee")}
    made.offices = {level: known.get(level) or _office(level, *code) for level, code in codes.items()}
    code = {"commune": commune, "district": district, "province": province}
    made.officers = _officers({role: (f"{role}.{code[level]}", made.offices[level], held) for role, (level, held) in ROLES.items()})
    with acting(NATION):
        fund = {"province": province, "programme": "nq68", "valid_from": date(2021, 7, 1)}
        if not Fund.objects.filter(**fund).exists():
            Fund.objects.create(
                **fund, name="Sở Lao động - Thương binh và Xã hội", account_number="9523301234567", bank_name="Kho bạc Nhà nước", basis="Quyết định mở tài khoản"
            )  # fmt: skip
    return made


def _officers(wanted: dict[str, tuple[str, Office, str]]) -> dict[str, Officer]:
    """Give officers by what they are called here, each with a role; those who are missing are made together, as most tests make them."""
    known = {row.username: row for row in Officer.objects.filter(username__in=[username for username, _office, _role in wanted.values()])}
    new = {username: (_unsaved(username, office), role) for username, office, role in wanted.values() if username not in known}
    Officer.objects.bulk_create([one for one, _role in new.values()])
    Assignment.objects.bulk_create([_assignment(one, role) for one, role in new.values()])
    return {called: known.get(username) or new[username][0] for called, (username, _office, _role) in wanted.items()}


def _office(level: str, province: str, district: str, commune: str) -> Office:
    code = commune or district or province
    place = _place(level, code, province, district)
    return Office.objects.create(
        kind="people_committee", level=level, name=f"UBND {level} {code}", symbol="UBND", place=place, province=province, district=district, commune=commune
    )


def _place(level: str, code: str, province: str, district: str) -> Place:
    known = Place.objects.filter(map_year=2021, level=level, code=code).first()
    return known or Place.objects.create(
        id=f"2021.{level[0]}{code}",
        map_year=2021,
        level=level,
        code=code,
        name=f"Xã {code}",
        short_name=code,
        folded_name=code,
        province=province,
        district=district,
        valid_from=date(2021, 1, 1),
    )


def officer(username: str, office: Office, *roles: str, name: str = "", password: str | None = None) -> Officer:
    """Make an officer with roles from 2021 on, or give the one there is. Without a password nobody signs in as her, and no time goes into hashing."""
    known = Officer.objects.select_related("office").filter(username=username).first()
    if known:
        return known
    made = _unsaved(username, office, name=name, password=password)
    made.save(force_insert=True)
    Assignment.objects.bulk_create([_assignment(made, role) for role in roles])
    return made


def _unsaved(username: str, office: Office, *, name: str = "", password: str | None = None) -> Officer:
    made = Officer(username=username, full_name=name or username.replace(".", " ").title(), salutation="bà", title="Cán bộ", office=office)
    made.set_password(password)
    return made


def _assignment(to: Officer, role: str) -> Assignment:
    return Assignment(officer=to, office=to.office, role=role, held=DateRange(date(2021, 1, 1), None), basis="Quyết định phân công 01/QĐ-UBND")


def headed_district() -> Town:
    """Make a town of today whose district has a head, and a second officer without a role."""
    made = town()
    made.at = timezone.now() - timedelta(minutes=30)
    made.officers["second"] = officer("second.291", made.offices["district"], name="Lê Văn Hai")
    made.officers["head"] = officer("head.291", made.offices["district"], Role.CHIEF, name="Vũ Thị Trưởng")
    return made


def person(number: int, **more: Any) -> dict[str, Any]:
    """Give a row of a list as the reader gives it: a woman of the commune with a number of her own."""
    return {
        "full_name": f"Nguyễn Thị Hoa {number}", "sex": "female", "date_of_birth": "1987-03-05", "birth_precision": "day", "id_number": f"030187{number:06d}", "id_kind": "cccd",
        "address": "Thôn Đoài", "phone": "0912345678", "amount": 1_500_000, "account_number": None, "bank_name": None, "problems": [], **more,
    }  # fmt: skip


def read_list(at_town: Town, rows: Sequence[dict[str, Any]], *, policy: str = "nq68-12") -> Upload:
    """Store a list as if it had been read: an upload whose rows are ready."""
    lister, key = at_town.officers["lister"], new_key()
    with acting(lister):
        upload = receive.receive(f"tệp {key}".encode(), f"{key}.xlsx", policy=policy, by=lister, at=at_town.later())
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.READ, read_at=at_town.at)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS some_rows")
            cursor.execute("CREATE TEMPORARY TABLE some_rows (id uuid, row integer, data jsonb) ON COMMIT DROP")
            with cursor.cursor.copy("COPY some_rows FROM STDIN") as copy:
                for place, row in enumerate(rows, 10):
                    copy.write_row((new_key(), place, json.dumps({"sheet": "DS", "row": place, **row})))
            cursor.execute(
                """INSERT INTO cases_uploadrow (id, province, district, commune, upload_id, sheet, row, data, problems, state, reason)
                SELECT id, %s, %s, %s, %s, 'DS', row, data, '[]', %s, '' FROM some_rows""",
                [upload.province, upload.district, upload.commune, upload.pk, UploadRow.State.READY],
            )
        upload.refresh_from_db()
    return upload


def submitted(at_town: Town, rows: Sequence[dict[str, Any]], *, policy: str = "nq68-12") -> Dossier:
    """Submit a list of these rows."""
    upload = read_list(at_town, rows, policy=policy)
    with acting(at_town.officers["lister"]):
        return submit.submit(upload, by=at_town.officers["lister"], at=at_town.later())


def task_of(dossier: Dossier) -> Task:
    """Give the open task of a dossier."""
    with acting(NATION):
        return Task.objects.select_related("owner__office", "dossier").get(dossier=dossier, done_at=None)


def posted_long_enough(task: Task, *, at: datetime) -> None:
    """Let the days of posting be over at a moment, as if the list had been posted earlier: for tests of what comes afterwards."""
    with acting(NATION):
        Task.objects.filter(pk=task.pk, posted_until__isnull=False).update(posted_until=at)


def forwarded(at_town: Town, dossier: Dossier, *, times: int = 1) -> Task:
    """Let the owner of the open task hand the dossier on, posting it first where the step posts."""
    for _ in range(times):
        task = task_of(dossier)
        with acting(task.owner):
            if step_of(task.dossier, task.step).posts:
                take_step.post_list(task.pk, by=task.owner, at=at_town.later(), posted_on=timezone.localtime(at_town.at).date())
                posted_long_enough(task, at=at_town.at)
            take_step.forward(task.pk, by=task.owner, at=at_town.later())
    return task_of(dossier)


def approved(at_town: Town, rows: Sequence[dict[str, Any]], *, policy: str = "nq68-12", refused: int = 0) -> Decision:
    """Take a list to its decision, the last `refused` of its people taken out by the appraiser."""
    dossier = submitted(at_town, rows, policy=policy)
    task = forwarded(at_town, dossier)
    if refused:
        with acting(task.owner):
            out = list(Claim.objects.filter(dossier=dossier).order_by("-order").values_list("pk", flat=True)[:refused])
            exclude.exclude(task.pk, out, by=task.owner, at=at_town.later(), reason="Có hợp đồng lao động từ tháng 6", article="NQ 68/NQ-CP, mục II.12")
    task = forwarded(at_town, dossier)
    with acting(task.owner):
        return decide.approve(task.pk, by=task.owner, at=at_town.later())


def workbook(
    rows: Sequence[Sequence[object]],
    *,
    head: Sequence[str] = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chỗ ở hiện nay", "Số tiền hỗ trợ (đồng)"),
) -> bytes:
    """Write a small list as xlsx."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties({"created": MORNING.replace(tzinfo=None)})  # the same rows are the same file, whatever the second
    sheet = book.add_worksheet("DS")
    sheet.write_row(0, 0, ["DANH SÁCH LAO ĐỘNG TỰ DO ĐỀ NGHỊ HỖ TRỢ"])
    sheet.write_row(2, 0, head)
    for place, row in enumerate(rows, 3):
        sheet.write_row(place, 0, row)
    book.close()
    return out.getvalue()


def received(at_town: Town, content: bytes, *, policy: str = "nq68-12") -> Upload:
    """Take a real file in and read it in the child process."""
    lister = at_town.officers["lister"]
    with acting(lister):
        upload = receive.receive(content, "danh sách.xlsx", policy=policy, by=lister, at=at_town.later())
    return read.read(upload.pk, by=lister, at=at_town.later())
