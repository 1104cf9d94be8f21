"""The head sets a limit by a form, the approver sees that a dossier is above it and hands it on by one click, the Front sees it all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.models_signing import SigningLimit
from delivery.casework import Town, forwarded, officer, person, submitted, task_of, town

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], Client]
LIST = "/don-vi/muc-ky/"


def day() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


@pytest.fixture
def here() -> Town:
    made = town()
    made.at = timezone.now() - timedelta(minutes=30)
    made.officers["head"] = officer("head.30", made.offices["province"], Role.CHIEF, name="Trịnh Thu Hà")
    return made


def test_from_the_form_of_the_head_to_the_click_of_the_approver(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(number) for number in range(4)])
    forwarded(here, dossier, times=2)
    head, chair = signed_in(here.head), signed_in(here.chair)
    told = {"officer": str(here.chair.pk), "policy": "", "most_claim_vnd": "1.500.000", "most_decision_vnd": "1.000.000", "since": day(), "basis": "Quyết định 15/QĐ-UBND"}  # fmt: skip
    assert "không quá mức một quyết định" in head.post(f"{LIST}dat/", told).content.decode()
    said = head.post(f"{LIST}dat/", {**told, "most_decision_vnd": "3.000.000"}, follow=True).content.decode()
    for words in ("Đã ghi mức ký", "3.000.000", "Mọi chính sách", "Quyết định 15/QĐ-UBND", "Thôi mức này"):
        assert words in said
    page = chair.get(f"/ho-so/{dossier.pk}/").content.decode()
    assert "Vượt mức ông/bà được ký" in page
    assert "Sẵn sàng phê duyệt" not in page
    assert "phe-duyet/" not in page
    task = str(task_of(dossier).pk)
    assert "vượt mức" in chair.post(f"/ho-so/{dossier.pk}/phe-duyet/", {"task": task}).content.decode()
    assert "1 hồ sơ vượt mức ký" in chair.get(f"/ban-lam-viec/nhieu-ho-so/?lam=approve&task={task}").content.decode()
    said = chair.post(f"/ho-so/{dossier.pk}/chuyen-nguoi-ky/", {"task": task}, follow=True).content.decode()
    assert "Đã chuyển cho bà Trịnh Thu Hà ký" in said
    assert task_of(dossier).owner == here.head
    assert "phe-duyet/" in head.get(f"/ho-so/{dossier.pk}/").content.decode()


def test_the_list_is_filtered_exported_and_seen_by_the_front(here: Town, signed_in: SignIn) -> None:
    head = signed_in(here.head)
    told = {"officer": str(here.chair.pk), "policy": "nq68-12", "most_claim_vnd": "1500000", "most_decision_vnd": "3000000", "since": day(), "until": day(), "basis": "=1+1 Quyết định"}  # fmt: skip
    assert head.post(f"{LIST}dat/", told).status_code == 302
    front = signed_in(officer("mttq.30", Office.objects.get(kind="fatherland_front", level="province", province="30"), Role.SUPERVISOR))
    assert here.chair.full_name in front.get(LIST).content.decode()
    assert "Không có mức ký nào của người tên như vậy" in front.get(f"{LIST}?q=khong-ai").content.decode()
    today = timezone.localdate()
    assert f"đến hết {today.day}/{today.month}/{today.year}" in front.get(LIST).content.decode()
    lines = front.get(f"{LIST}xuat.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=1+1" in lines[1]
    assert lines[1].count(f"{today:%d/%m/%Y}") + lines[1].count(today.isoformat()) == len(("from", "through"))
    assert front.post(f"{LIST}dat/", told).status_code == 422
    limit = SigningLimit.objects.get()
    assert front.post(f"{LIST}{limit.pk}/thoi/").status_code == 403
    assert head.post(f"{LIST}{limit.pk}/thoi/").status_code == 302
    assert "Chưa có mức ký nào" in head.get(LIST).content.decode()
    assert "Đã thôi" in head.get(f"{LIST}?het=1").content.decode()
