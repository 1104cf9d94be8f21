"""The demonstration's history: planned lists taken through the true verbs, by named officers, to the point where each stands today.

Only where DEMO=1. Each verb has one effect however often it is called, so a list cut off in the middle is simply taken up again.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from psycopg.types.range import DateRange

from ansinh.delivery.cases import attest, decide, read, receive, submit, take_step
from ansinh.delivery.cases.models import Decision, Dossier, Task, Upload
from ansinh.delivery.cases.procedure import local_day, step_of
from ansinh.delivery.offices.incompatible import demand_compatible
from ansinh.delivery.offices.models import Assignment, Office, Officer, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import files, instruct, settle
from ansinh.delivery.payments.models import PaymentFile
from ansinh.delivery.payments.rehearse import rehearse
from ansinh.doors.cli.demo_accounts import BASIS, FIRST_DAY
from ansinh.doors.cli.demo_plan import ATTESTED, DAYS, FAMILIES, FREE, MEN, WOMEN, PlannedList, content
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "trinh-dien-"
RETURNED = "Danh sách thiếu xác nhận của tổ dân phố; bổ sung xác nhận rồi chuyển lại."


def first_day() -> date:
    """Give the day the history begins: that of its first list, or four weeks ago before there is one."""
    first = Upload.objects.filter(file__name__startswith=PREFIX).order_by("received_at").values_list("received_at", flat=True).first()
    return local_day(first) if first else timezone.localdate() - timedelta(DAYS)


def carry_out(of: PlannedList) -> Dossier:
    """Take a list as far as it is planned; give its dossier. What was done before is left as it is."""
    with acting(NATION):
        clock = _clock(of, first_day())
        lister = _lister(of)
        _staff(of, lister.office)
        upload = Upload.objects.filter(office=lister.office, file__name=of.name).exclude(state__in=["refused", "discarded"]).first()
    if upload is None:
        with acting(lister):
            upload = receive.receive(content(of), of.name, policy=of.policy, by=lister, at=clock(0))
    upload = read.read(upload.pk, by=lister, at=clock(0))
    with acting(lister):
        if upload.state == Upload.State.READ and of.policy in ATTESTED:
            attest.attest(upload, ATTESTED[of.policy], by=lister, at=clock(0))
        dossier = submit.submit(upload, by=lister, at=clock(0))
    _through_the_steps(dossier, of, clock)
    with acting(NATION):
        decision = Decision.objects.filter(dossier=dossier).first()
    if decision is not None:
        _pay(decision, clock)
    return dossier


def _clock(of: PlannedList, first: date) -> Callable[[int], datetime]:
    """Give the moment of the nth deed: so many working days after the list came, in office hours, never later than now."""
    came, calendar, now = first + timedelta(of.day), vietnam_calendar(), timezone.now()
    posts = next((step.posts.working_days for step in load_programme().policy(of.policy).procedures[-1].steps if step.posts), -1)
    more = max(0, posts + 1 - of.pace)  # a list that is posted goes on the day after

    def moment(turn: int) -> datetime:
        day = calendar.due_on(came, turn * of.pace + more) if turn else came
        hour = time(8 + (of.number + turn) % 8, of.number * 7 % 60)
        return min(now, datetime.combine(day, hour, tzinfo=timezone.get_default_timezone()))

    return moment


def _through_the_steps(dossier: Dossier, of: PlannedList, clock: Callable[[int], datetime]) -> None:
    while True:
        with acting(NATION):
            done = list(Task.objects.filter(dossier=dossier).select_related("owner__office").order_by("opened_at"))
        task, turn = done[-1], len(done)
        returned = any(earlier.outcome == Task.Outcome.RETURNED for earlier in done)
        if task.done_at is not None or task.step == of.until or returned:
            return
        with acting(task.owner):
            if task.action == "approve":
                decide.approve(task.pk, by=task.owner, at=clock(turn))
            elif task.action == "appraise" and of.until == "returned":
                take_step.send_back(task.pk, by=task.owner, at=clock(turn), reason=RETURNED)
            else:
                if step_of(dossier, task.step).posts:
                    posted = take_step.post_list(task.pk, by=task.owner, at=max(clock(0), task.opened_at), posted_on=task.received_on)
                    if posted.posted_until is not None and clock(turn) < posted.posted_until:
                        return
                take_step.forward(task.pk, by=task.owner, at=clock(turn))


def _pay(decision: Decision, clock: Callable[[int], datetime]) -> None:
    with acting(NATION):
        payer = _officer(Office.objects.get(kind="labour", level="province", province=decision.province), Role.PAYER, "Kế toán trưởng")
    with acting(payer):
        instruct.instruct(decision.pk, by=payer, at=clock(5))
        files.make_files(decision.pk, by=payer, at=clock(5))
        waiting = list(PaymentFile.objects.filter(decision=decision, rows__state="sent").distinct().select_related("file"))
        for file in waiting:
            settle.settle(rehearse(file, at=clock(6)), f"sao-ke-{file.name}", by=payer, at=clock(6))


def _lister(of: PlannedList) -> Officer:
    """Give the one who makes the list: of a commune for informal workers, of the district's social insurance for leave."""
    level, kind = ("commune", "people_committee") if of.policy == FREE else ("district", "social_insurance")
    offices = Office.objects.filter(kind=kind, level=level, province=of.province).order_by("district", "commune")
    office = offices[of.place % 4 * 5 % offices.count()]
    title = "Công chức LĐ-TB&XH" if level == "commune" else "Phó Giám đốc BHXH"
    return _officer(office, Role.LISTER, title)


def _staff(of: PlannedList, office: Office) -> None:
    """Name somebody for every step that this list goes through."""
    district = Office.objects.filter(kind="people_committee", level="district", province=of.province, district=office.district).get()
    _officer(district, Role.APPRAISER, "Trưởng phòng LĐ-TB&XH")
    _officer(Office.objects.get(kind="people_committee", level="province", province=of.province), Role.APPROVER, "Phó Chủ tịch")
    if of.policy != FREE:
        _officer(office, Role.VERIFIER, "Giám đốc BHXH")


def _officer(office: Office, role: Role, title: str) -> Officer:
    """Give the one who holds a role in an office, named now when there is nobody. Nobody signs in by such a name."""
    held = Assignment.objects.filter(office=office, role=role, policy="").select_related("officer__office").first()
    if held is not None:
        return held.officer
    code = office.commune or office.district or office.province
    seed = int(code) * 31 + len(role) * 7 + len(office.kind)
    woman = seed % 2 == 0
    name = f"{FAMILIES[seed % 15]} {'Thị' if woman else 'Văn'} {(WOMEN if woman else MEN)[seed // 3 % 11]}"
    officer, _ = Officer.objects.get_or_create(
        username=f"trinhdien.{office.kind}.{code}.{role}",
        defaults={"full_name": name, "salutation": "bà" if woman else "ông", "title": title, "office": office, "phone": "024 0000 0000", "is_demonstration": True, "password": "!"},
    )  # fmt: skip
    demand_compatible(officer, role, policy="", held=DateRange(FIRST_DAY, None))
    Assignment.objects.create(officer=officer, office=office, role=role, policy="", held=DateRange(FIRST_DAY, None), basis=BASIS)
    return officer
