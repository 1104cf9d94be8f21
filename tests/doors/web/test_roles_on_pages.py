"""The head gives and ends roles in the browser, is told before what does not go together and to whom work goes; above one reads, below nobody does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from psycopg.types.range import DateRange

from ansinh.delivery.offices.models import Assignment, Office, Role
from delivery.casework import Town, forwarded, headed_district, officer, person, submitted, task_of

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], Client]
LIST = "/don-vi/nhiem-vu/"


@pytest.fixture
def here() -> Town:
    return headed_district()


def told(who: Officer, role: str, **more: str) -> dict[str, str]:
    return {"officer": str(who.pk), "role": role, "policy": "", "since": f"{timezone.localdate():%d/%m/%Y}", "basis": "=Quyết định 15/QĐ-UBND", **more}


def test_a_role_is_given_by_a_form_and_one_that_does_not_go_with_it_is_told_before_and_refused(here: Town, signed_in: SignIn) -> None:
    head = signed_in(here.head)
    page = head.get(LIST).content.decode()
    assert "Chưa giữ nhiệm vụ nào" in page
    assert f"?can-bo={here.second.pk}" in page
    said = head.post(f"{LIST}giao/", told(here.second, Role.APPRAISER), follow=True).content.decode()
    for words in ("bà Lê Văn Hai giữ nhiệm vụ “Thẩm định”", "=Quyết định 15/QĐ-UBND", "Vũ Thị Trưởng ghi lúc"):
        assert words in said
    assert "Chưa giữ nhiệm vụ nào" not in said
    before = head.get(f"{LIST}giao/?can-bo={here.second.pk}").content.decode()
    for words in ("Đang giữ: Thẩm định", "Không giao thêm được từ hôm nay", "ai thẩm định thì không tự phê duyệt", "Luật Mặt trận Tổ quốc"):
        assert words in before
    refused = head.post(f"{LIST}giao/", told(here.second, Role.APPROVER))
    assert refused.status_code == 409
    assert "đang giữ nhiệm vụ “Thẩm định” từ" in refused.content.decode()
    assert head.post(f"{LIST}giao/", told(here.second, "", basis="")).status_code == 422
    assert head.post(f"{LIST}giao/", told(here.chair, Role.LISTER)).status_code == 422, "nobody of another office"
    assert head.post(f"{LIST}giao/", told(here.head, Role.LISTER)).status_code == 422, "nobody herself"


def test_the_end_of_a_role_is_previewed_and_moves_the_work_at_once(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    head = signed_in(here.head)
    head.post(f"{LIST}giao/", told(here.second, Role.APPRAISER))
    held = Assignment.objects.get(officer=here.appraiser, role=Role.APPRAISER)
    preview = head.get(f"{LIST}{held.pk}/thoi/").content.decode()
    assert "<strong>1 việc đang mở</strong> sẽ chuyển cho bà Lê Văn Hai." in preview
    assert task_of(dossier).owner == here.appraiser
    assert signed_in(here.second).get(f"{LIST}{held.pk}/thoi/").status_code == 403
    assert signed_in(here.second).post(f"{LIST}{held.pk}/thoi/").status_code == 403
    assert "đã thôi nhiệm vụ “Thẩm định”" in head.post(f"{LIST}{held.pk}/thoi/", follow=True).content.decode()
    assert task_of(dossier).owner == here.second
    assert "Nhiệm vụ này đã thôi" in head.post(f"{LIST}{held.pk}/thoi/", follow=True).content.decode()
    assert head.get(f"{LIST}{held.pk}/thoi/").status_code == 302
    assert "Không có nhiệm vụ nào như vậy" in head.get(f"{LIST}?q={here.appraiser.full_name}").content.decode()
    past = head.get(f"{LIST}?het=1").content.decode()
    assert "Đã thôi" in past
    assert "Vũ Thị Trưởng ghi thôi lúc" in past


def test_above_and_beside_read_only_and_offices_without_anybody_are_listed(here: Town, signed_in: SignIn) -> None:
    district = here.offices["district"]
    Assignment.objects.filter(office=district, role=Role.CHIEF).update(held=DateRange(None, timezone.localdate()))
    chair = signed_in(officer("head.30", here.offices["province"], Role.CHIEF))
    front = signed_in(officer("mttq.30", Office.objects.get(kind="fatherland_front", level="province", province="30"), Role.SUPERVISOR))
    for client in (chair, front):
        page = client.get(f"{LIST}?o={district.pk}").content.decode()
        for words in ("Người đứng đầu", "Chưa có ai chịu trách nhiệm", here.appraiser.full_name, "Chỉ xem"):
            assert words in page
        assert "/thoi/" not in page
        assert "/giao/" not in page
        lacking = client.get(f"{LIST}con-thieu/?q={district.name}").content.decode()
        assert f"?o={district.pk}" in lacking
        assert "Người đứng đầu" in client.get(f"{LIST}con-thieu/con-thieu.csv?q={district.name}").content.decode()
        assert here.lister.full_name in client.get(f"{LIST}?o=duoi&nhiem-vu=lister").content.decode()
    appraiser = signed_in(here.appraiser)
    assert appraiser.get(f"{LIST}?o={here.offices['province'].pk}").status_code == 404
    assert appraiser.get(f"{LIST}?o=không").status_code == 404
    shown = appraiser.get(f"{LIST}con-thieu/").content.decode()
    assert "của người đứng đầu, người tổng hợp" in shown
    assert "đều có người chịu trách nhiệm" not in shown
    assert here.chair.full_name not in appraiser.get(f"{LIST}?o=duoi").content.decode()
    assert "chưa giao cho ai" in signed_in(officer("admin.291", district, Role.ADMINISTRATOR)).get("/ban-lam-viec/").content.decode()


def test_the_list_is_filtered_and_exported_by_as_many_questions_however_many_people(here: Town, signed_in: SignIn) -> None:
    head = signed_in(here.head)
    head.post(f"{LIST}giao/", told(here.second, Role.LISTER))
    lines = head.get(f"{LIST}xuat.csv?nhiem-vu=lister").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=Quyết định" in lines[1]
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as asked:
            assert head.get(f"{LIST}?het=1").status_code == 200
        counts.append(len(asked))
        for more in range(4):
            officer(f"more{number}{more}.291", here.offices["district"], Role.LISTER)
    assert counts[0] == counts[1] == counts[2]


def test_officers_and_offices_are_found_with_or_without_marks_and_in_any_letters(here: Town, signed_in: SignIn) -> None:
    head = signed_in(here.head)
    named = officer("dao.291", here.offices["district"], Role.LISTER, name="Đỗ Thị Hòa Ánh")
    for typed in ("do thi hoa", "ĐỖ THỊ HOÀ", "hoa anh", "Đỗ Thị Hòa Ánh"):
        assert named.full_name in head.get(LIST, {"q": typed}).content.decode(), typed
    for typed in ("do thi hoai", "d.", "("):
        assert "Không có nhiệm vụ nào như vậy" in head.get(LIST, {"q": typed}).content.decode(), typed
    chair = signed_in(officer("head.30", here.offices["province"], Role.CHIEF))
    Office.objects.filter(pk=here.offices["district"].pk).update(name="Ủy ban nhân dân huyện Nam Sách")
    assert named.full_name in chair.get(LIST, {"o": "duoi", "q": "uy ban nhan dan huyen nam sach"}).content.decode()
    Assignment.objects.filter(office=here.offices["district"], role=Role.CHIEF).update(held=DateRange(None, timezone.localdate()))
    assert "Nam Sách" in chair.get(f"{LIST}con-thieu/", {"q": "huyen nam sach"}).content.decode()
