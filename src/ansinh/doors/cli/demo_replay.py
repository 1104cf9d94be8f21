"""The chain from list to reconciled money, by the demonstration's officers, printing each hand-over."""

from __future__ import annotations

import io
import secrets
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import click
import xlsxwriter
from django.db.models import Sum
from django.utils import timezone

from ansinh.delivery.cases import amend, decide, exclude, read, receive, submit, take_step
from ansinh.delivery.cases.documents import make_document
from ansinh.delivery.cases.keep import path_of
from ansinh.delivery.cases.models import Claim, Decision, Dossier, Task, Upload, UploadRow
from ansinh.delivery.cases.notify import notify
from ansinh.delivery.evidence import verify
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.payments import files, instruct, repair, settle
from ansinh.delivery.payments.models import PaymentFile, Repair
from ansinh.delivery.payments.rehearse import rehearse
from ansinh.delivery.payments.sums import sums_of
from ansinh.delivery.payments.tell import tell_sent, tell_settled
from ansinh.doors.cli.demo_accounts import load_accounts
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = 40
NINE, WORKING_DAYS_AGO = time(9), 4
RETURNED = 3
"""Whose bank returns the money: the sandbox bank does so for accounts that end like this one's."""
NAMES = ("Nguyễn Thị Hoa", "Trần Văn Nam", "Lê Thị Thu Hà", "Phạm Minh Đức", "Hoàng Thị Yến", "Bùi Quang Huy", "Đỗ Thị Lan", "Vũ Văn Khánh")


def say(text: str) -> None:
    """Print a line of the story."""
    click.echo(text)


def _came() -> datetime:
    """Give the moment at which the list came: some working days ago, so that its days of posting are over by now."""
    day = timezone.localdate() - timedelta(1)
    while vietnam_calendar().working_days_between(day, timezone.localdate()) < WORKING_DAYS_AGO:
        day -= timedelta(1)
    return timezone.make_aware(datetime.combine(day, NINE))


def replay(file: Path | None, policy: str) -> None:
    """Take a list to the end. Each run takes new people, since nobody draws twice."""
    load_accounts()
    by = {officer.username: officer for officer in Officer.objects.filter(is_demonstration=True)}
    content, name = (file.read_bytes(), file.name) if file else (_list(), "danh-sach-trinh-dien.xlsx")
    came = _came()
    upload = _intake(by["xa.anbinh"], content, name, policy, came)
    dossier = _submit(by["xa.anbinh"], upload, came + timedelta(minutes=20))
    decision = _decide(by, dossier)
    _pay(by["tinh.chitra"], decision)
    _repair(by["tinh.chitra"], decision)
    _close(decision)


def _list() -> bytes:
    """Make a list of people who were never seen before, with a zero that the spreadsheet ate and one number too short."""
    out, first = io.BytesIO(), secrets.randbelow(900_000)
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("DS lao dong tu do")
    sheet.write("B1", "DANH SÁCH LAO ĐỘNG KHÔNG CÓ GIAO KẾT HỢP ĐỒNG ĐỀ NGHỊ HỖ TRỢ (TRÌNH DIỄN)")
    sheet.write_row(2, 0, ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chỗ ở hiện nay", "Số tiền hỗ trợ (đồng)", "Số tài khoản", "Ngân hàng"])
    for place in range(PEOPLE):
        number = f"030{190 if place % 2 == 0 else 90:03d}{(first + place) % 1_000_000:06d}"
        sheet.write_row(
            3 + place,
            0,
            [place + 1, NAMES[place % len(NAMES)].upper() if place % 5 == 0 else NAMES[place % len(NAMES)], "05/03/1990", "Nữ" if place % 2 == 0 else "Nam"],
        )
        if place == 1:
            sheet.write_number(3 + place, 4, int(number))
        else:
            sheet.write_string(3 + place, 4, number[:-1] if place == PEOPLE - 1 else number)
        sheet.write_row(3 + place, 5, ["Thôn Đoài", 1_500_000])
        if place % 3 == 0:
            sheet.write_string(3 + place, 7, f"10{first:06d}0404" if place == RETURNED else f"10{first:06d}{place:04d}")
            sheet.write_string(3 + place, 8, "Agribank")
    book.close()
    return out.getvalue()


def _intake(lister: Officer, content: bytes, name: str, policy: str, at: datetime) -> Upload:
    say(f"1. {lister} ({lister.office.name}) gửi “{name}”, {len(content)} byte")
    with acting(lister):
        upload = receive.receive(content, name, policy=policy, by=lister, at=at)
    upload = read.read(upload.pk, by=lister, at=at + timedelta(minutes=1))
    if upload.state == Upload.State.REFUSED:
        raise click.ClickException(upload.summary["message"]["vi"])
    totals = upload.summary["totals"]
    say(f"   đọc được {totals['rows']} người, {totals['errors']} lỗi, {totals['warnings']} cảnh báo, {len(upload.summary['skipped'])} dòng không phải người")
    with acting(lister):
        for row in upload.rows.filter(state=UploadRow.State.UNDECIDED).order_by("row"):
            for problem in row.problems:
                say(f"   dòng {row.row}: {problem['message']['vi']}")
            amend.set_aside(row, "Chờ người dân bổ sung giấy tờ", by=lister, at=at + timedelta(minutes=10))
    return upload


def _submit(lister: Officer, upload: Upload, at: datetime) -> Dossier:
    with acting(lister):
        dossier = submit.submit(upload, by=lister, at=at)
    say(f"2. Hồ sơ {dossier.number}: {dossier.claims} người, {vnd(dossier.amount_vnd, 'vi')}")
    _say_owner(dossier)
    return dossier


def _decide(by: dict[str, Officer], dossier: Dossier) -> Decision:
    for turn in ("xa.anbinh", "huyen.namsach"):
        officer = by[turn]
        with acting(officer):
            task, at = Task.objects.get(dossier=dossier, done_at=None), timezone.now()
            if task.action == "list":
                at = _post(task, officer)
            else:
                first = Claim.objects.filter(dossier=dossier, state="in_review").order_by("order").first()
                if first:
                    exclude.exclude(task.pk, [first.pk], by=officer, at=timezone.now(), reason="Đã có hợp đồng lao động từ tháng 6/2021")
                    say(f"   {officer} loại 1 người: Đã có hợp đồng lao động từ tháng 6/2021")
            take_step.forward(task.pk, by=officer, at=at)
        _say_owner(dossier)
    chair = by["tinh.haiduong"]
    with acting(chair):
        decision = decide.approve(Task.objects.get(dossier=dossier, done_at=None).pk, by=chair, at=timezone.now())
    say(f"3. {chair} ký Quyết định {decision.number}: duyệt {decision.approved}, không duyệt {decision.refused}, {vnd(decision.amount_vnd, 'vi')}")
    with acting(NATION):
        document = make_document(decision.pk, at=timezone.now())
        notify(decision.pk, actor=SYSTEM, at=timezone.now())
    say(f"   văn bản {path_of(document)} (SHA-256 {document.sha256[:16]}…)")
    return decision


def _post(task: Task, officer: Officer) -> datetime:
    """Post the list on the day it came; give the moment after the days of posting."""
    at = task.opened_at + timedelta(minutes=30)
    posted = take_step.post_list(task.pk, by=officer, at=at, posted_on=task.received_on)
    _exclude_unsettled(task, officer, at + timedelta(minutes=5))
    until = posted.posted_until or at
    say(f"   niêm yết {posted.posted_on:%d/%m/%Y} đến {timezone.localtime(until):%H:%M %d/%m/%Y}")
    return until + timedelta(minutes=5)


def _exclude_unsettled(task: Task, officer: Officer, at: datetime) -> None:
    exclude.exclude_by_law(task.pk, by=officer, at=at)
    stopped = list(Claim.objects.filter(dossier=task.dossier_id, state="in_review").exclude(outcome="eligible", draw_held=True).values_list("pk", flat=True))
    if stopped:
        exclude.exclude(task.pk, stopped, by=officer, at=at, reason="Thiếu thông tin hoặc đã có hồ sơ khác")
        say(f"   {officer} loại {len(stopped)} người: thiếu thông tin hoặc đã có hồ sơ khác")


def _pay(payer: Officer, decision: Decision) -> None:
    with acting(payer):
        drawn = instruct.instruct(decision.pk, by=payer, at=timezone.now())
        made = files.make_files(decision.pk, by=payer, at=timezone.now())
    say(f"4. {payer} lập {drawn} lệnh chi; {_sums(decision)}")
    for file in made:
        say(f"   {file.get_channel_display()}: {file.name}, {file.instructions} lệnh, {vnd(file.amount_vnd, 'vi')}")
        _settle(payer, file)


def _settle(payer: Officer, file: PaymentFile) -> None:
    with acting(NATION):
        tell_sent(file.pk, actor=SYSTEM, at=timezone.now())
    with acting(payer):
        answer = rehearse(file, at=timezone.now())
        statement, _ = settle.settle(answer, f"sao-ke-{file.name}", by=payer, at=timezone.now())
        _, new = settle.settle(answer, f"sao-ke-{file.name}", by=payer, at=timezone.now())
        paid, failed = (statement.rows.filter(match=match).count() for match in ("paid", "failed"))
    with acting(NATION):
        tell_settled(statement.pk, actor=SYSTEM, at=timezone.now())
    say(f"   sao kê {statement.reference}: {paid} đã nhận, {failed} không trả được; gửi lại cùng sao kê: {'thay đổi' if new else 'không đổi gì'}")


def _repair(payer: Officer, decision: Decision) -> None:
    with acting(payer):
        open_ones = list(Repair.objects.filter(instruction__decision=decision, done_at=None).select_related("instruction", "owner"))
        for item in open_ones:
            say(f"5. Tiền bị trả lại: {item.instruction.payee}, giao {item.owner}, hạn {item.due_on:%d/%m/%Y}")
            repair.reissue(item.pk, channel="cash", account_number="", bank_name="", by=payer, at=timezone.now())
        made = files.make_files(decision.pk, by=payer, at=timezone.now()) if open_ones else []
    for file in made:
        say(f"   lập lại: {file.name}, {file.instructions} lệnh, {vnd(file.amount_vnd, 'vi')}")
        _settle(payer, file)


def _close(decision: Decision) -> None:
    say(f"6. Đối chiếu: {_sums(decision)}")
    with acting(NATION):
        paid = decision.instructions.filter(state="paid").aggregate(total=Sum("amount_vnd"))["total"] or 0
        notices = Notice.objects.filter(subject__in=Claim.objects.filter(dossier=decision.dossier_id).values("pk")).count()
        verdict = verify.check(verify.records())
    say(f"   đã trả {vnd(paid, 'vi')}; {notices} thông báo chờ gửi hoặc chờ in")
    say(f"   nhật ký: {verdict.events} sự kiện, {verdict.seals} niêm phong, {'nguyên vẹn' if not verdict.faults else verdict.faults}")


def _sums(decision: Decision) -> str:
    with acting(NATION):
        sums = sums_of(decision.pk)
    same = "khớp" if sums.agree() else "KHÔNG KHỚP"
    return f"hồ sơ {vnd(sums.claims_vnd)} = lệnh chi {vnd(sums.live_vnd)} = quyết định {vnd(sums.decision_vnd)} = sổ {vnd(sums.ledger_vnd)}: {same}"


def _say_owner(dossier: Dossier) -> None:
    with acting(NATION):
        task = Task.objects.select_related("owner", "office").get(dossier=dossier, done_at=None)
    say(f"   → đang ở {task.owner}, {task.owner.title}, {task.office.name}; hạn {task.due_on:%d/%m/%Y} ({task.working_days} ngày làm việc)")
