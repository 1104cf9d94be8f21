"""A list goes from a commune officer's file to a signed decision through the pages alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ansinh.delivery.cases import read
from ansinh.delivery.cases.correct import correct
from ansinh.delivery.cases.models import Claim, Decision, Dossier, Task, Upload, UploadRow
from ansinh.delivery.cases.submit import submit
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, person, posted_long_enough, submitted, task_of, town, workbook

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]

GOOD = (1, "Nguyễn Thị Hoa", "05/03/1987", "Nữ", "030187001234", "Thôn Đoài", 1_500_000)
SHORT = (2, "Trần Văn Bình", "1990", "Nam", "03019000", "Thôn Đông", 1_500_000)


@pytest.fixture
def here() -> Town:
    return town()


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def sent(client: Client, *rows: tuple[object, ...]) -> Any:
    return client.post("/danh-sach/gui/", {"policy": "nq68-12", "file": SimpleUploadedFile("thon-doai.xlsx", workbook(rows))})


def read_now(here: Town) -> Upload:
    with acting(NATION):
        upload = Upload.objects.get()
    return read.read(upload.pk, by=here.lister, at=timezone.now())


def read_now_latest(here: Town) -> Upload:
    with acting(NATION):
        upload = Upload.objects.get(state="reading")
    return read.read(upload.pk, by=here.lister, at=timezone.now())


def submitted_now(here: Town, upload: Upload) -> Dossier:
    with acting(here.lister):
        upload.refresh_from_db()
        return submit(upload, by=here.lister, at=timezone.now())


def test_a_list_is_sent_read_put_right_and_submitted(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    answer = sent(client, GOOD, SHORT)
    address = answer["Location"]
    assert answer.status_code == 302
    assert "Đang đọc danh sách" in text(client.get(address))
    upload = read_now(here)
    page = text(client.get(address))
    assert "Nguyễn Thị Hoa" in page
    assert "Ô E5: số giấy tờ “03019000” không đúng" in page
    assert "Quyết định 1 dòng trước khi nộp" in page
    assert client.get(f"{address}nop/")["Location"] == address
    with acting(here.lister):
        row = UploadRow.objects.get(upload=upload, row=5)
    edit = f"{address}dong/{row.pk}/"
    form = client.get(edit).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert client.post(edit, {**typed, "id_number": "030090004321"}).status_code == 302
    page = text(client.get(address))
    assert "<del>03019000</del>" in page
    assert "Nộp 2 người" in page
    confirm = text(client.get(f"{address}nop/"))
    assert "3.000.000 đồng" in confirm
    assert client.post(f"{address}nop/")["Location"] == address
    assert "Đang nộp" in text(client.get(address))
    assert client.post(f"{address}nop/")["Location"] == address
    dossier = submitted_now(here, upload)
    assert dossier.number in text(client.get(address))
    assert dossier.number in text(client.get("/ban-lam-viec/"))


def test_the_same_file_sent_twice_leads_to_the_first(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    first = sent(client, GOOD)["Location"]
    assert sent(client, GOOD)["Location"] == first
    assert "đã được gửi lúc" in text(client.get(first))


def test_an_empty_file_is_refused_at_once_in_words(here: Town, signed_in: SignIn) -> None:
    answer = signed_in(here.lister).post("/danh-sach/gui/", {"policy": "nq68-12", "file": SimpleUploadedFile("x.xlsx", b"")})
    assert answer.status_code == 422
    assert "Tệp này rỗng" in text(answer)


def test_a_file_that_is_no_list_says_what_to_do(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    address = client.post("/danh-sach/gui/", {"policy": "nq68-12", "file": SimpleUploadedFile("x.xlsx", b"%PDF-1.7 \x00\x01")})["Location"]
    read_now(here)
    page = text(client.get(address))
    assert "Không đọc được tệp" in page
    assert "lưu lại dạng .xlsx" in page


def test_every_line_of_the_file_that_is_no_person_is_named(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    address = sent(client, GOOD, ("", "Tổng cộng", "", "", "", "", 2_000_000))["Location"]
    read_now(here)
    page = text(client.get(address))
    assert "Dòng tổng" in page
    assert "Không khớp" in page
    assert "2.000.000 đồng" in page


def test_a_row_is_changed_in_place_where_scripts_run(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    address = sent(client, SHORT)["Location"]
    read_now(here)
    with acting(here.lister):
        row = UploadRow.objects.get()
    inline = {"HX-Request": "true"}
    assert text(client.get(f"{address}dong/{row.pk}/", headers=inline)).strip().startswith("<tr")
    wrong = client.post(f"{address}dong/{row.pk}/de-rieng/", {"reason": "."}, headers=inline)
    assert (wrong.status_code, "lý do" in text(wrong)) == (200, True)
    done = client.post(f"{address}dong/{row.pk}/de-rieng/", {"reason": "Đã chuyển đi nơi khác"}, headers=inline)
    assert done["HX-Trigger"] == "list-changed"
    assert "Để riêng" in text(done)
    assert "Lấy lại" in text(client.get(f"{address}dong/{row.pk}/"))
    assert client.post(f"{address}dong/{row.pk}/lay-lai/").status_code == 302
    assert client.post(f"{address}dong/{row.pk}/xac-nhan/", {"reason": "Đã xem giấy tờ gốc"}).status_code == 302
    assert ">1<" in text(client.get(f"{address}tong-hop/"))


def test_the_list_goes_back_with_its_faults_marked(here: Town, signed_in: SignIn) -> None:
    import io

    import openpyxl

    client = signed_in(here.lister)
    address = sent(client, GOOD, SHORT)["Location"]
    read_now(here)
    with acting(here.lister):
        row = UploadRow.objects.get(row=4)
    form = client.get(f"{address}dong/{row.pk}/").context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert client.post(f"{address}dong/{row.pk}/", {**typed, "date_of_birth": "6/3/1987"}).status_code == 302
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}danh-dau-loi.xlsx").content))["DS"]
    assert (sheet["E5"].value, sheet["E5"].fill.fgColor.rgb) == ("03019000", "FFF9C6C6")
    assert "Ô E5" in sheet["E5"].comment.text
    assert (sheet["C4"].value, sheet["C4"].comment.text) == ("06/03/1987", "Đã sửa từ “05/03/1987”.")
    assert sheet["B4"].comment is None


def test_a_column_read_wrongly_is_corrected_and_remembered_for_the_office(here: Town, signed_in: SignIn) -> None:
    head = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Trú quán", "Mã số")
    file = SimpleUploadedFile("a.xlsx", workbook([(*GOOD[:6], "0912345678")], head=head))
    client = signed_in(here.lister)
    first = client.post("/danh-sach/gui/", {"policy": "nq68-12", "file": file})["Location"]
    read_now(here)
    assert "không hiểu cột này" in text(client.get(first))
    page = client.get(f"{first}cot/")
    assert "0912345678" in text(page)
    columns = page.context["form"].columns
    given = {f"column_{place}": {"Trú quán": "address", "Mã số": "phone"}.get(column.heading, column.meaning) for place, column in enumerate(columns)}
    anew = client.post(f"{first}cot/", given)["Location"]
    assert anew != first
    upload = read_now_latest(here)
    with acting(here.lister):
        row = UploadRow.objects.get(upload=upload)
    assert (row.data["phone"], row.data["address"]) == ("0912345678", "Thôn Đoài")
    assert "theo lựa chọn trước của cơ quan" in text(client.get(anew))
    assert client.post(f"{first}cot/", given).status_code == 409, "that upload was put away"
    again = client.post("/danh-sach/gui/", {"policy": "nq68-12", "file": SimpleUploadedFile("b.xlsx", workbook([(*GOOD[:6], "0987654321")], head=head))})[
        "Location"
    ]
    later = read_now_latest(here)
    with acting(here.lister):
        assert UploadRow.objects.get(upload=later).data["phone"] == "0987654321"
    assert "theo lựa chọn trước của cơ quan" in text(client.get(f"{again}cot/"))


def test_a_template_is_taken_filled_in_and_sent_back(here: Town, signed_in: SignIn) -> None:
    import io

    import openpyxl

    submitted(here, [person(1), person(2)])
    client = signed_in(here.lister)
    assert "Mẫu danh sách" in text(client.get("/danh-sach/mau/"))
    assert client.post("/danh-sach/mau/", {"with_people": "on"}).status_code == 422
    taken = client.post("/danh-sach/mau/", {"policy": "nq68-12", "with_people": "on"})
    assert taken["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(taken.content))
    book["Danh sách"]["F6"].value = "Xóm Mới"
    out = io.BytesIO()
    book.save(out)
    address = client.post("/danh-sach/gui/", {"policy": "nq68-12", "file": SimpleUploadedFile("mau.xlsx", out.getvalue())})["Location"]
    read_now_latest(here)
    page = text(client.get(address))
    assert "Mẫu đã phát được gửi lại" in page
    assert "Đã sửa trong tệp: 1" in page
    assert "Giữ nguyên: 1" in page


def test_a_discarded_list_can_be_sent_again(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    first = sent(client, GOOD)["Location"]
    read_now(here)
    assert client.post(f"{first}bo/")["Location"] == "/danh-sach/gui/"
    assert client.post(f"{first}bo/")["Location"] == "/danh-sach/gui/"
    assert sent(client, GOOD)["Location"] != first


def test_a_dossier_is_posted_handed_on_appraised_and_approved(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1), person(2), person(3)])
    address = f"/ho-so/{dossier.pk}/"
    lister, appraiser, chair = (signed_in(officer) for officer in (here.lister, here.appraiser, here.chair))
    page = text(lister.get(address))
    assert "Cần niêm yết trước khi chuyển" in page
    posting = text(lister.get(f"{address}niem-yet/"))
    assert "Nguyễn Thị Hoa 1" in posting
    assert "030187000001" not in posting
    assert "0912345678" not in posting
    task = {"task": str(task_of(dossier).pk)}
    assert lister.post(f"{address}niem-yet/ngay/", {**task, "posted_on": f"{timezone.localdate():%d/%m/%Y}"}).status_code == 302
    assert "Đang niêm yết đến 16:00" in text(lister.get(address))
    assert "đang niêm yết đến" in text(lister.post(f"{address}chuyen/", task))
    posted_long_enough(task_of(dossier), at=timezone.now())
    assert "Chuyển <strong>3 người</strong>" in text(lister.get(f"{address}chuyen/"))
    assert lister.post(f"{address}chuyen/", task).status_code == 302
    again = lister.post(f"{address}chuyen/", task, follow=True)
    assert "Bước này đã được" in text(again)

    assert dossier.number in text(appraiser.get("/ban-lam-viec/"))
    with acting(NATION):
        third = Claim.objects.get(dossier=dossier, order=3)
    task = {"task": str(task_of(dossier).pk)}
    chosen = text(appraiser.get(f"{address}loai/?claim={third.pk}"))
    assert "Nguyễn Thị Hoa 3" in chosen
    assert appraiser.post(f"{address}loai/", {**task, "claim": str(third.pk), "reason": "x"}).status_code == 409
    assert appraiser.post(f"{address}loai/", {**task, "claim": str(third.pk), "reason": "Không có mặt tại địa phương"}).status_code == 302
    assert appraiser.post(f"{address}nguoi/{third.pk}/lay-lai/", task).status_code == 302
    assert appraiser.post(f"{address}loai/", {**task, "claim": str(third.pk), "reason": "Không có mặt tại địa phương"}).status_code == 302
    assert appraiser.post(f"{address}chuyen/", task).status_code == 302

    confirm = text(chair.get(f"{address}phe-duyet/"))
    assert "Phê duyệt 2 người, 3.000.000 đồng" in confirm
    assert "Không có mặt tại địa phương" in confirm
    task = {"task": str(task_of(dossier).pk)}
    assert chair.post(f"{address}phe-duyet/", task).status_code == 302
    assert chair.post(f"{address}phe-duyet/", task).status_code == 302
    with acting(NATION):
        assert Decision.objects.get().approved == 2
    page = text(chair.get(f"{address}quyet-dinh/"))
    assert "2 người" in page
    assert chair.get(f"{address}quyet-dinh/van-ban.pdf").status_code == 404


def test_a_dossier_returned_says_why_and_is_with_its_lister_again(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    client, address, task = signed_in(here.appraiser), f"/ho-so/{dossier.pk}/", {"task": str(task_of(dossier).pk)}
    assert client.post(f"{address}tra-lai/", {**task, "reason": ""}).status_code == 422
    assert client.post(f"{address}tra-lai/", {**task, "reason": "ngắn"}).status_code == 409
    assert client.post(f"{address}tra-lai/", {**task, "reason": "Bổ sung giấy xác nhận tạm trú của dòng 1"}).status_code == 302
    page = text(signed_in(here.lister).get(address))
    assert "Bổ sung giấy xác nhận tạm trú của dòng 1" in page
    assert task_of(dossier).owner == here.lister


def test_who_fails_a_condition_is_excluded_with_the_laws_reason_in_one_click(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1), person(2)])
    with acting(here.lister):
        correct(task_of(dossier).pk, Claim.objects.get(order=1).pk, changes={}, facts={"requests_support": False}, by=here.lister, at=here.later())
    client, address = signed_in(here.lister), f"/ho-so/{dossier.pk}/"
    page = text(client.get(address))
    assert "Loại những người này, mỗi người kèm lý do của quy định" in page
    task = {"task": str(task_of(dossier).pk)}
    assert client.post(f"{address}loai-theo-quy-dinh/", task).status_code == 302
    with acting(NATION):
        claim = Claim.objects.get(order=1)
    assert claim.state == "excluded"
    assert claim.state_reason in text(client.get(f"{address}nguoi/{claim.pk}/"))


def test_missing_facts_are_told_on_the_claims_page_and_completed_by_the_lister(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [{**person(1), "period_start": "2021-05-05", "period_days": None, "group": "F0"}], policy="nq68-08")
    client, address = signed_in(here.lister), f"/ho-so/{dossier.pk}/"
    with acting(NATION):
        claim = Claim.objects.get()
    assert claim.outcome == "undetermined"
    page = text(client.get(f"{address}nguoi/{claim.pk}/"))
    assert "Chưa đủ thông tin để kết luận" in page
    shown = client.get(f"{address}nguoi/{claim.pk}/sua/")
    typed = {name: shown.context[form][name].value() or "" for form in ("person", "facts") for name in shown.context[form].fields}
    given = {**typed, "fact_f0_days": "10", "task": str(task_of(dossier).pk)}
    given["fact_f0_start"] = "05/05/2021"
    answer = client.post(f"{address}nguoi/{claim.pk}/sua/", given)
    assert answer.status_code == 302, text(answer)
    with acting(NATION):
        claim.refresh_from_db()
    assert (claim.outcome, claim.amount_vnd) == ("eligible", 800_000)
    assert "800.000 đồng" in text(client.get(f"{address}nguoi/{claim.pk}/"))


def test_another_claim_of_the_person_is_told_by_place_and_state_only(here: Town, signed_in: SignIn) -> None:
    there = town("10633")
    first = submitted(there, [person(1)])
    dossier = submitted(here, [person(1)])
    page = text(signed_in(here.lister).get(f"/ho-so/{dossier.pk}/?xem=elsewhere"))
    assert "Đã có hồ sơ khác" in page
    assert first.number not in page
    with acting(NATION):
        claim = Claim.objects.get(dossier=dossier)
        other = Claim.objects.get(dossier=first)
    page = text(signed_in(here.lister).get(f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/"))
    assert "Mỗi người chỉ nhận khoản này một lần" in page
    assert other.receipt not in page
    assert str(other.pk) not in page


def test_a_claim_page_explains_each_condition_with_its_article(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    with acting(NATION):
        claim = Claim.objects.get()
    page = text(signed_in(here.appraiser).get(f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/"))
    assert "Được hỗ trợ 1.500.000 đồng" in page
    assert "NQ 68/NQ-CP, mục II.12" in page
    assert "Chưa đối chiếu" in page or "chưa đối chiếu" in page.lower()


def test_what_is_seen_can_be_taken_away_and_no_cell_runs(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [{**person(1), "full_name": "=HYPERLINK(1)"}, person(2)])
    client = signed_in(here.appraiser)
    told = client.get(f"/ho-so/{dossier.pk}/xuat.csv?q=hoa").content.decode()
    assert "Nguyễn Thị Hoa 2" in told
    assert "HYPERLINK" not in told
    assert "'=HYPERLINK" in client.get(f"/ho-so/{dossier.pk}/xuat.csv").content.decode()
    assert client.get(f"/ho-so/{dossier.pk}/xuat.xlsx").content[:2] == b"PK"
    assert client.get(f"/ho-so/{dossier.pk}/xuat.exe").status_code == 404


def test_people_are_found_without_marks_by_number_and_by_code(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1), {**person(2), "full_name": "Lê Văn Ẩn"}])
    with acting(NATION):
        claim = Claim.objects.get(order=2)
    client = signed_in(here.lister)
    for said in ("le van an", "Ẩn", claim.receipt, "030187000002"):
        page = text(client.get("/ban-lam-viec/", {"q": said}))
        assert "Lê Văn Ẩn" in page, said
        assert "Nguyễn Thị Hoa 1" not in page, said
    assert dossier.number in text(client.get("/ban-lam-viec/", {"q": dossier.number}))
    assert "Không có trong địa bàn" in text(client.get("/ban-lam-viec/", {"q": "khong ai ca"}))


def test_a_task_past_its_day_is_said_to_be_late_in_words(here: Town, signed_in: SignIn) -> None:
    dossier = submitted(here, [person(1)])
    page = text(signed_in(here.lister).get("/ban-lam-viec/"))
    assert "quá hạn" in page
    assert "1 việc quá hạn" in page
    assert "Việc quá hạn trong địa bàn" in text(signed_in(here.chair).get("/ban-lam-viec/"))
    with acting(NATION):
        assert Task.objects.get(dossier=dossier).done_at is None
