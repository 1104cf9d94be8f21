"""The main job in one go: a messy list on a desk becomes reconciled money by the clicks of five named people, in a real browser."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from ansinh.delivery.cases.models import Claim, Decision, Dossier, Upload, UploadRow
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Instruction, Repair
from ansinh.delivery.payments.sums import sums_of
from ansinh.delivery.reports.jobs import count_changed
from delivery.casework import Town, posted_long_enough, task_of, town, workbook
from delivery.payments.paying import csv
from journeys.desks import PASSWORD, send_statement, until
from simulation.truth import demand_evidence, demand_truth

if TYPE_CHECKING:
    from journeys.desks import Desk

HEAD = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chỗ ở hiện nay", "Số tiền hỗ trợ (đồng)", "Số tài khoản", "Ngân hàng")
ROWS = (
    (1, "NGUYỄN THỊ HOA", "05/03/1987", "Nữ", "030187001234", "Thôn Đoài", 1_500_000, "2004206012345", "Agribank"),
    (2, "Trần Văn Bình", "1990", "Nam", "03019000", "Thôn Đông", 1_500_000, "", ""),
    (3, "Lê  thị LAN", "12/1985", "Nữ", 30185004321, "Thôn Đông", 1_500_000, "21510001234567", "BIDV"),
    (4, "Phạm Văn Ẩn", "1/1/1979", "Nam", "030079004321", "Thôn Đông", 1_500_000, "", ""),
    (5, "Vũ Thị Ánh", "2/9/1975", "Nữ", "030175004329", "Thôn Đoài", 1_500_000, "", ""),
    ("", "Tổng cộng", "", "", "", "", 7_500_000, "", ""),
)


@pytest.fixture
def here(own_db: str) -> Town:
    """The commune and its officers, each with a password."""
    made = town()
    for officer in made.officers.values():
        officer.set_password(PASSWORD)
        officer.save()
    return made


def send_and_put_right(desk: Desk, tmp_path: Path) -> tuple[Upload, list[str]]:
    """The commune officer sends the list, sets one row aside, and submits the rest."""
    file = tmp_path / "Danh sách thôn Đoài, thôn Đông.xlsx"
    file.write_bytes(workbook(ROWS, head=HEAD))
    page = desk.at("/danh-sach/gui/")
    page.set_input_files("input[type=file]", file)
    page.check("input[name=policy][value=nq68-12]")
    desk.press("Gửi và đọc")
    upload: Upload = until(lambda: Upload.objects.filter(state="read").first(), "the list is read")
    desk.worked()
    address = f"/danh-sach/{upload.pk}/"
    desk.at(address)
    wrong = desk.seen("list-as-read")
    with acting(NATION):
        row = UploadRow.objects.get(upload=upload, state="undecided")
    assert row.data["full_name"] == "Trần Văn Bình"
    desk.at(f"{address}dong/{row.pk}/")
    wrong += desk.seen("row-to-decide")
    page.locator("summary").filter(has_text="Không nộp dòng này").click()
    page.locator("details[open] textarea, details[open] input[name=reason]").first.fill("Chờ người dân bổ sung căn cước")
    desk.press("Để riêng dòng này")
    desk.at(f"{address}nop/")
    wrong += desk.seen("submit")
    desk.press()
    return upload, wrong


def test_a_messy_list_becomes_reconciled_money_by_the_clicks_of_five_people(
    here: Town, desk_of: Callable[[Any], Desk], live_worker: Any, tmp_path: Path
) -> None:
    lister = desk_of(here.lister)
    upload, wrong = send_and_put_right(lister, tmp_path)
    dossier: Dossier = until(lambda: Dossier.objects.filter(upload=upload).first(), "the dossier is there")
    lister.worked()
    address = f"/ho-so/{dossier.pk}/"
    assert (dossier.claims, dossier.amount_vnd) == (4, 6_000_000)
    lister.at(f"{address}niem-yet/ngay/").fill("input[name=posted_on]", f"{timezone.localdate():%d/%m/%Y}")
    lister.press()
    posted_long_enough(task_of(dossier), at=timezone.now())
    lister.at(f"{address}chuyen/")
    lister.press()
    lister.at(address)
    wrong += lister.seen("dossier-handed-on")

    appraiser = desk_of(here.appraiser)
    appraiser.at("/ban-lam-viec/").get_by_text(dossier.number).first.wait_for()
    wrong += appraiser.seen("desk-of-appraiser")
    with acting(NATION):
        out = Claim.objects.get(dossier=dossier, full_name="Vũ Thị Ánh")
    appraiser.at(f"{address}loai/?claim={out.pk}").fill("textarea[name=reason]", "Đã có hợp đồng lao động từ tháng 6 năm 2021")
    wrong += appraiser.seen("exclude")
    appraiser.press()
    appraiser.at(f"{address}chuyen/")
    appraiser.press()

    chair = desk_of(here.chair)
    chair.at(f"{address}phe-duyet/")
    wrong += chair.seen("approve")
    chair.press()
    decision: Decision = until(lambda: Decision.objects.filter(dossier=dossier, document__isnull=False).first(), "the decision's paper is set")
    chair.at(f"{address}quyet-dinh/")
    wrong += chair.seen("decision")
    assert (decision.approved, decision.refused, decision.amount_vnd) == (3, 1, 4_500_000)

    payer = desk_of(here.payer)
    wrong += pay(payer, decision, tmp_path)
    wrong += told(desk_of(None), desk_of(here.lister), dossier, out)
    assert wrong == []
    connection_close()
    demand_truth()
    demand_evidence()


def pay(payer: Desk, decision: Decision, tmp_path: Path) -> list[str]:
    """The payer draws instructions and files, takes the bank's answer in, puts the payment right that came back, and reconciles."""
    address = f"/chi-tra/{decision.pk}/"
    payer.at("/chi-tra/")
    wrong = payer.seen("payments")
    payer.at(address)
    payer.press("Lập lệnh chi")
    payer.press("Lập tệp chi")
    wrong += payer.seen("payment-files")
    with payer.page.expect_download() as bank_file:
        payer.page.locator("main table a[href*='/tep/']").first.click()
    assert bank_file.value.suggested_filename
    with acting(NATION):
        rows = list(Instruction.objects.filter(decision=decision, state="sent").order_by("payee"))
    back = next(row for row in rows if row.channel == "bank")
    first = csv([(row, row.amount_vnd, "AC01" if row == back else "paid") for row in rows], title="SK-1", day=f"{timezone.localdate():%d/%m/%Y}")
    wrong += send_statement(payer, first, tmp_path, "statement-with-a-failure")
    repair: Repair = until(lambda: Repair.objects.filter(done_at=None).first(), "the payment that came back waits")
    payer.at(f"/chi-tra/sua/{repair.pk}/")
    wrong += payer.seen("repair")
    payer.page.fill("input[name=account_number]", "2004206099999")
    payer.press()
    payer.at(address)
    payer.press("Lập tệp chi")
    with acting(NATION):
        again = Instruction.objects.get(decision=decision, state="sent")
    wrong += send_statement(
        payer, csv([(again, again.amount_vnd, "paid")], title="SK-2", day=f"{timezone.localdate():%d/%m/%Y}"), tmp_path, "statement-complete"
    )
    payer.at(address)
    wrong += payer.seen("payment-reconciled")
    with acting(NATION):
        assert sums_of(decision.pk).agree()
        assert set(Instruction.objects.filter(decision=decision).exclude(pk=back.pk).values_list("state", flat=True)) == {"paid"}
    return wrong


def told(citizen: Desk, lister: Desk, dossier: Dossier, out: Claim) -> list[str]:
    """A person asks with her code; whoever was refused reads the reason; the figures of the commune show what was paid."""
    with acting(NATION):
        paid = Claim.objects.get(dossier=dossier, full_name="Nguyễn Thị Hoa")
    wrong = []
    for claim, words in ((paid, "1.500.000 đồng"), (out, "Đã có hợp đồng lao động")):
        page = citizen.at("/tra-cuu/")
        page.fill("input[name=code]", claim.receipt)
        page.fill("input[name=birth_year]", str(claim.date_of_birth.year if claim.date_of_birth else ""))
        citizen.press()
        page.get_by_text(words).first.wait_for()
        wrong += citizen.seen(f"where-{claim.state}")

    def counted() -> bool:
        return "4.500.000" in lister.at(f"/so-lieu/{dossier.province}/{dossier.district}/{dossier.commune}/").inner_text("main")

    with contextlib.suppress(AlreadyEnqueued):  # the worker's own minute came first
        count_changed.defer(timestamp=0)
    until(counted, "the commune's figures show the money")
    return wrong + lister.seen("figures-of-the-commune")


def connection_close() -> None:
    """Begin a new transaction's view of what the servers did."""
    from django.db import connection

    connection.close()
