"""The officer finds what was filed, takes many at once or refuses one; the filer follows it by code alone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from ansinh.delivery.cases.models import Claim, Dossier, Upload
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, town
from delivery.intake.filing import filed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return town()


def test_two_filings_chosen_become_one_dossier_and_the_code_tells_their_receipts(here: Town, signed_in: Callable[[Officer], Client], client: Client) -> None:
    first, second = filed(here, 1), filed(here, 2)
    lister = signed_in(here.lister)
    assert "2 hồ sơ nộp chờ ông/bà" in lister.get("/ban-lam-viec/").content.decode()
    shown = lister.get("/tiep-nhan/").content.decode()
    assert first.code in shown
    assert "Nguyễn Thị Hoa 2" in shown
    assert shown.count(" checked") == 0
    assert lister.get("/tiep-nhan/?chon=tat-ca").content.decode().count(" checked") == 2
    asked = lister.post("/tiep-nhan/nhan/", {"chon": [first.pk, second.pk]}).content.decode()
    assert "Tiếp nhận 2 người" in asked
    with acting(NATION):
        assert not Dossier.objects.exists()  # nothing happens before it is confirmed
    done = lister.post("/tiep-nhan/nhan/", {"chon": [first.pk, second.pk], "confirmed": "1"})
    with acting(NATION):
        dossier = Dossier.objects.get()
        receipts = set(Claim.objects.filter(dossier=dossier).values_list("receipt", flat=True))
    assert done["Location"] == f"/ho-so/{dossier.pk}/"
    page = client.post("/tra-cuu/", {"code": first.code}).content.decode()
    assert len([receipt for receipt in receipts if receipt in page]) == 1
    assert "Nguyễn Thị Hoa" not in page  # the code tells no name
    assert lister.post("/tiep-nhan/nhan/", {"chon": [first.pk, second.pk], "confirmed": "1"})["Location"] == done["Location"]


def test_a_filing_with_a_doubtful_row_opens_the_list(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    made = filed(here, 1, channel="counter", id_number="123")
    done = signed_in(here.lister).post("/tiep-nhan/nhan/", {"chon": made.pk, "confirmed": "1"})
    with acting(NATION):
        upload = Upload.objects.get()
    assert done["Location"] == f"/danh-sach/{upload.pk}/"
    page = signed_in(here.lister).get(done["Location"]).content.decode()
    assert "Cần quyết định" in page
    assert signed_in(here.lister).get(f"/danh-sach/{upload.pk}/danh-dau/").status_code in {200, 404}


def test_a_filing_is_refused_with_words_its_filer_reads(here: Town, signed_in: Callable[[Officer], Client], client: Client) -> None:
    made = filed(here, 1)
    lister = signed_in(here.lister)
    assert lister.post(f"/tiep-nhan/{made.pk}/khong-nhan/", {"reason": "không"}).status_code == 422
    assert lister.post(f"/tiep-nhan/{made.pk}/khong-nhan/", {"reason": "Nộp nhầm xã, hãy nộp ở xã đang ở."}).status_code == 302
    assert "Nộp nhầm xã" in client.post("/tra-cuu/", {"code": made.code}).content.decode()
    assert "Không tiếp nhận" in lister.get(f"/tiep-nhan/{made.pk}/").content.decode()


def test_the_filer_sees_with_whom_it_is_and_may_take_it_back(here: Town, client: Client) -> None:
    made = filed(here, 1)
    page = client.post("/tra-cuu/", {"code": made.code.lower()}).content.decode()
    assert str(here.lister) in page
    assert "11/8/2021" in page
    assert "Đã rút" in client.post("/tra-cuu/rut/", {"code": made.code}).content.decode()
    assert "Không tìm thấy" in client.post("/tra-cuu/rut/", {"code": "7K3M-9QXW-2F4"}).content.decode()
    with acting(NATION):
        assert Filing.objects.get().state == "withdrawn"


def test_filters_search_and_export_give_the_same_people(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    filed(here, 1)
    second = filed(here, 2, channel="post")
    lister = signed_in(here.lister)
    for asked in ("cach=post", "q=hoa+2", f"q={second.code}", "q=030187000002", "cach=post&chinh-sach=nq68-12&cua-toi=1", "tinh-trang=tat-ca&cach=post"):
        page = lister.get(f"/tiep-nhan/?{asked}").content.decode()
        assert "Nguyễn Thị Hoa 2" in page, asked
        assert "Nguyễn Thị Hoa 1" not in page, asked
        rows = list(openpyxl.load_workbook(io.BytesIO(lister.get(f"/tiep-nhan/tai-ve/?{asked}").content)).active.values)
        assert [row[0] for row in rows[1:]] == [second.code], asked
    assert "Không có hồ sơ nộp nào như vậy" in lister.get("/tiep-nhan/?tinh-trang=taken").content.decode()


def test_another_office_finds_nothing_and_who_does_not_list_cannot_take(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    made = filed(here, 1)
    for stranger in (town("10633").lister, here.appraiser):
        client = signed_in(stranger)
        assert made.code not in client.get("/tiep-nhan/").content.decode()
        assert client.get(f"/tiep-nhan/{made.pk}/").status_code == 404
        assert client.post("/tiep-nhan/nhan/", {"chon": made.pk, "confirmed": "1"}).status_code == 409
    analyst = signed_in(officer("clerk.10630", here.offices["commune"], Role.ANALYST))
    page = analyst.get(f"/tiep-nhan/{made.pk}/").content.decode()
    assert "030187000001" not in page  # whole numbers are for who lists
    assert "030187000001" in signed_in(here.lister).get(f"/tiep-nhan/{made.pk}/").content.decode()
    assert analyst.post("/tiep-nhan/nhan/", {"chon": made.pk, "confirmed": "1"}).status_code == 403
    with acting(NATION):
        assert Filing.objects.get().state == "filed"
