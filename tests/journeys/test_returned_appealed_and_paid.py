"""A list that comes back in the middle, an appraiser who is suddenly away, and a refusal that an appeal turns into money, by clicks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from ansinh.delivery.cases.models import Claim, Decision, Dossier, Task
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.payments.sums import sums_of
from delivery.casework import Town, officer, person, submitted
from delivery.grievances.complaining import LONG, SAID, headed
from delivery.payments.paying import csv
from journeys.desks import PASSWORD, send_statement, until
from simulation.truth import demand_evidence, demand_truth

if TYPE_CHECKING:
    from journeys.desks import Desk

BACK = "Dòng 2 thiếu giấy ra viện: bổ sung ngày ra viện rồi chuyển lại."
OUT = "Giấy ra viện ghi tên người khác"
POLICY = "nq68-08"


@pytest.fixture
def here(own_db: str) -> Town:
    """A commune, its district with a second officer, its province, their heads; each with a password."""
    made = headed()
    made.officers["deputy"] = officer("deputy.291", made.offices["district"], name="Đỗ Thị Thay")
    for one in made.officers.values():
        one.set_password(PASSWORD)
        one.save()
    return made


def patient(number: int) -> dict[str, Any]:
    """A row of somebody treated for three weeks."""
    return person(number, amount=None, group="F0", period_start="2021-07-01", period_days=21)


def test_a_list_comes_back_a_deputy_takes_over_and_an_appeal_pays(here: Town, desk_of: Callable[[Any], Desk], live_worker: Any, tmp_path: Path) -> None:
    dossier = submitted(here, [patient(1), patient(2)], policy=POLICY)
    lister, appraiser = desk_of(here.lister), desk_of(here.appraiser)
    on(lister, dossier, "chuyen")
    wrong = returned(appraiser, lister, dossier)
    citizen = desk_of(None)
    wrong += away(appraiser, here)
    wrong += asked_where(citizen, claim_of(dossier, 1), str(here.deputy))
    out = claim_of(dossier, 2)
    deputy, chair = desk_of(here.deputy), desk_of(here.chair)
    deputy.at("/ban-lam-viec/").get_by_text(dossier.number).first.wait_for()
    wrong += deputy.seen("desk-of-the-deputy")
    deputy.at(f"/ho-so/{dossier.pk}/loai/?claim={out.pk}").fill("textarea[name=reason]", OUT)
    deputy.press()
    on(deputy, dossier, "chuyen")
    decided(chair, dossier)

    wrong += appealed(citizen, out)
    anew, more = upheld(desk_of(here.province_chief))
    wrong += more
    on(lister, anew, "chuyen")
    on(deputy, anew, "chuyen")
    wrong += paid(desk_of(here.payer), decided(chair, anew), tmp_path)
    wrong += asked_where(citizen, claim_of(anew, 1), "1.680.000 đồng")
    assert wrong == []
    connection_close()
    with acting(NATION):
        assert Claim.objects.get(pk=out.pk).state == "refused", "what was decided is not edited"
    demand_truth()
    demand_evidence()


def on(desk: Desk, dossier: Dossier, act: str) -> None:
    """Open the page of an act on a dossier and confirm it."""
    desk.at(f"/ho-so/{dossier.pk}/{act}/")
    desk.press()


def claim_of(dossier: Dossier, order: int) -> Claim:
    """The claim at a place of a list."""
    with acting(NATION):
        return Claim.objects.get(dossier=dossier, order=order)


def returned(appraiser: Desk, lister: Desk, dossier: Dossier) -> list[str]:
    """The district sends the list back; the commune reads why, puts a line right and hands it on again."""
    page = appraiser.at(f"/ho-so/{dossier.pk}/tra-lai/")
    page.fill("textarea[name=reason]", BACK)
    wrong: list[str] = []
    appraiser.press()
    lister.at("/ban-lam-viec/").get_by_text(BACK).first.wait_for()
    wrong += lister.seen("desk-after-the-return")
    lister.at(f"/ho-so/{dossier.pk}/").get_by_text(BACK).first.wait_for()
    wrong += lister.seen("returned-dossier")
    claim = claim_of(dossier, 2)
    lister.at(f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/sua/").fill("input[name=fact_f0_days]", "21")
    lister.page.fill("input[name=address]", "Thôn Đông")
    lister.press()
    on(lister, dossier, "chuyen")
    return wrong


def away(appraiser: Desk, here: Town) -> list[str]:
    """The appraiser is sent into isolation and names who stands in for her; every task of hers is her deputy's at once."""
    page = appraiser.at("/don-vi/vang-mat/")
    page.select_option("select[name=deputy]", str(here.deputy.pk))
    page.fill("input[name=basis]", "Giấy yêu cầu cách ly 15/GCL")
    wrong = appraiser.seen("absence")
    appraiser.press()
    appraiser.page.get_by_text("làm thay").first.wait_for()
    with acting(NATION):
        assert not Task.objects.filter(owner=here.appraiser, done_at=None).exists()
    return wrong


def asked_where(citizen: Desk, claim: Claim, words: str) -> list[str]:
    """A person asks with her code, and reads these words."""
    page = citizen.at("/tra-cuu/")
    page.fill("input[name=code]", claim.receipt)
    page.fill("input[name=birth_year]", "1987")
    citizen.press()
    page.get_by_text(words).first.wait_for()
    return citizen.seen("where")


def decided(chair: Desk, dossier: Dossier) -> Decision:
    """The chair signs; give the decision once its paper is set."""
    on(chair, dossier, "phe-duyet")
    found: Decision = until(lambda: Decision.objects.filter(dossier=dossier, document__isnull=False).first(), "the decision's paper is set")
    return found


def appealed(citizen: Desk, claim: Claim) -> list[str]:
    """Who was refused reads the reason and complains of the decision on the same page."""
    wrong = asked_where(citizen, claim, OUT)
    citizen.press("Khiếu nại về hồ sơ này")
    citizen.page.get_by_label("Không đồng ý với quyết định").check()
    citizen.page.get_by_label("Sự việc thế nào, ông/bà mong muốn gì?").fill(LONG)
    citizen.press("Gửi")
    return wrong


def upheld(chief: Desk) -> tuple[Dossier, list[str]]:
    """The head of the province says that she is right: her case is opened anew."""
    with acting(NATION):
        appeal = Grievance.objects.get()
    chief.at("/ban-lam-viec/").get_by_role("link", name=appeal.number).click()
    wrong = chief.seen("appeal-to-answer")
    chief.page.get_by_role("button", name="Chấp nhận", exact=True).click()
    chief.page.get_by_label("Lập hồ sơ xét lại").check()
    chief.page.get_by_label("Đã xem xét gì, kết luận thế nào, vì sao?").fill(SAID)
    chief.press("Chấp nhận")
    chief.page.get_by_text(re.compile("Hồ sơ xét lại")).first.wait_for()
    with acting(NATION):
        anew = Grievance.objects.select_related("opened").get(pk=appeal.pk).opened
    assert anew
    return anew, wrong


def paid(payer: Desk, decision: Decision, tmp_path: Path) -> list[str]:
    """The payer draws the instruction and its file, and takes in what the bank says."""
    payer.at(f"/chi-tra/{decision.pk}/")
    payer.press("Lập lệnh chi")
    payer.press("Lập tệp chi")
    with acting(NATION):
        (row,) = Instruction.objects.filter(decision=decision)
    wrong = send_statement(
        payer, csv([(row, row.amount_vnd, "paid")], title="SK-8", day=f"{timezone.localdate():%d/%m/%Y}"), tmp_path, "statement-of-the-appeal"
    )
    with acting(NATION):
        assert sums_of(decision.pk).agree()
    return wrong


def connection_close() -> None:
    """Begin a new transaction's view of what the servers did."""
    from django.db import connection

    connection.close()
