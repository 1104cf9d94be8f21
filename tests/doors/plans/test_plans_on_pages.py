"""A province registers its plan, sets targets and answers the ministry by pages; everybody reads the documents and what is reached."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases.models_orders import OrderAnswer, OrderedProvince
from ansinh.delivery.cases.models_plans import PlanDocument, PlanTarget
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import officer, town
from delivery.planning import PDF, planners

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
WORDS = {
    "kind": "plan",
    "number": "2434/KH-UBND",
    "issued_by": "UBND tỉnh Hải Dương",
    "signed_by": "Lưu Văn Bản, Phó Chủ tịch",
    "title": "Thực hiện Nghị quyết 68",
}


def told(**more: object) -> dict[str, object]:
    """Give a document as the form tells it, dated today, with its file."""
    return {**WORDS, "issued_on": f"{timezone.localdate():%d/%m/%Y}", "published": "on", "file": SimpleUploadedFile("kh.pdf", PDF), **more}


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    """Give a page as text; it must be there."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, f"{name} {args}"
    return answer.content.decode()


def test_a_province_registers_its_plan_and_everybody_reads_it_with_its_file(signed_in: Callable[[Officer], Client], client: Client) -> None:
    here, far = town(), town("26734", "760", "79")
    by, _ministry = planners(here)
    mine = signed_in(by)
    assert mine.post(reverse("plan_new", args=["30"]), told(file="", number="")).status_code == 422
    assert mine.post(reverse("plan_new", args=["30"]), told(file=SimpleUploadedFile("a.pdf", b"MZ"))).status_code == 422
    assert mine.post(reverse("plan_new", args=["30"]), told()).status_code == 302
    assert mine.post(reverse("plan_new", args=["30"]), told()).status_code == 422, "a second plan replaces the first"
    assert mine.get(reverse("plan_new", args=["79"])).status_code == 403
    assert mine.post(reverse("plan_new", args=["30"]), told(kind="dispatch", number="9/UBND", published="")).status_code == 302
    plan, secret = PlanDocument.objects.order_by("number")
    public = text_of(client, "plans_province", "30")
    assert ("2434/KH-UBND" in public, "9/UBND" in public) == (True, False)
    answer = client.get(reverse("plan_file", args=[plan.pk]))
    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (PDF, "application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("plan_file", args=[secret.pk])).status_code == 404
    elsewhere = signed_in(far.lister)
    assert "9/UBND" in text_of(elsewhere, "plans_province", "30")
    assert elsewhere.get(reverse("plan_file", args=[secret.pk])).content == PDF
    assert mine.post(reverse("plan_replace", args=[plan.pk]), told(number="2500/KH-UBND")).status_code == 302
    assert "2500/KH-UBND" in text_of(client, "plans", xem="co")
    assert client.get(reverse("plans_province", args=["99"])).status_code == 404


def test_a_target_is_set_given_to_another_and_listed_while_nobody_answers(signed_in: Callable[[Officer], Client], client: Client) -> None:
    here = town()
    by, _ministry = planners(here)
    mine = signed_in(by)
    assert reverse("plan_new", args=["30"]) in text_of(mine, "plan_target_new", "30"), "a plan comes first"
    mine.post(reverse("plan_new", args=["30"]), told())
    aim = {
        "policy": "nq68-12",
        "people": 1200,
        "due_on": f"{timezone.localdate() + timedelta(30):%d/%m/%Y}",
        "document": PlanDocument.objects.get().pk,
        "owner": "",
        "basis": "",
    }
    assert mine.post(reverse("plan_target_new", args=["30"]), {**aim, "people": "0"}).status_code == 422
    assert mine.post(reverse("plan_target_new", args=["30"]), {**aim, "owner": here.lister.pk}).status_code == 422, "of another office"
    assert mine.post(reverse("plan_target_new", args=["30"]), aim).status_code == 302
    assert mine.post(f"{reverse('plan_target_new', args=['30'])}?huyen=291", {**aim, "people": 300, "owner": here.appraiser.pk}).status_code == 302
    target = PlanTarget.objects.get(district="")
    assert "chưa có người" in text_of(mine, "plans_province", "30")
    assert "Chỉ tiêu chưa có người chịu trách nhiệm" in text_of(mine, "plan_gaps", tinh="30", loai="owner")
    assert str(here.appraiser) in text_of(mine, "plans_province", "30")
    assert str(here.appraiser) not in text_of(client, "plans_province", "30"), "names are for officers"
    owner = {"owner": here.chair.pk, "since": f"{timezone.localdate():%d/%m/%Y}", "basis": "Quyết định 7/QĐ-UBND"}
    assert mine.post(reverse("plan_target", args=[target.pk]), {**owner, "basis": ""}).status_code == 422
    assert signed_in(here.lister).post(reverse("plan_target", args=[target.pk]), owner).status_code == 403
    assert signed_in(by).post(reverse("plan_target", args=[target.pk]), owner).status_code == 302
    page = text_of(signed_in(here.lister), "plan_target", target.pk)
    assert ("Quyết định 7/QĐ-UBND" in page, str(here.chair) in page) == (True, True)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("plans_export", args=["xlsx"]), {"xem": "co"}).content))
    line = next(book.active.iter_rows(min_row=2, values_only=True))
    assert (line[0], *line[2:4], *line[5:7]) == ("30", "Hải Dương", "2434/KH-UBND", 1, 1200)
    listed = signed_in(by).get(reverse("plan_gaps_export", args=["csv"])).content.decode()
    assert "Chính sách chưa có chỉ tiêu, chưa giao ai" in listed


def test_the_ministry_orders_a_province_answers_and_both_desks_say_so(signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    by, ministry = planners(here)
    chief = officer("head.30", here.offices["province"], Role.CHIEF)
    words = {
        "number": "2622/LĐTBXH-VP",
        "title": "Báo cáo chi trả",
        "text": "Báo cáo kết quả.",
        "policy": "nq68-12",
        "working_days": 5,
        "to": "chosen",
        "provinces": ["30"],
    }
    theirs = signed_in(ministry)
    for wrong in ({"provinces": []}, {"to": "all"}):
        assert theirs.post(reverse("order_new"), {**words, **wrong}).status_code == 422, "never all by mistake"
    assert theirs.post(reverse("order_new"), {**words, "file": SimpleUploadedFile("cv.pdf", PDF)}).status_code == 302
    with acting(NATION):
        row = OrderedProvince.objects.get()
    desk = text_of(signed_in(chief), "desk")
    assert ("1 chỉ đạo của Bộ chờ tỉnh trả lời" in desk, reverse("plan_gaps") in desk) == (True, True)
    mine = signed_in(by)
    assert mine.get(reverse("order_file", args=[row.pk])).content == PDF
    assert mine.get(reverse("orders")).status_code == 403
    assert mine.post(reverse("order_answer", args=[row.pk]), {"text": "ít"}).status_code == 422
    assert mine.post(reverse("order_answer", args=[row.pk]), {"text": "Tỉnh đã chi trả xong.", "file": SimpleUploadedFile("bc.pdf", PDF)}).status_code == 302
    with acting(NATION):
        given = OrderAnswer.objects.get()
    theirs = signed_in(ministry)
    assert "1 trả lời của tỉnh chờ Bộ xem" in text_of(theirs, "desk")
    assert "1 trả lời chờ Bộ xem</a>" in text_of(theirs, "order", row.order_id)
    lost = theirs.post(reverse("order_new"), {**words, "title": "", "file": SimpleUploadedFile("cv.pdf", PDF)}).content.decode()
    assert lost.count("tệp đã chọn mất đi") == 2, "no order goes out without what was enclosed"
    assert theirs.get(reverse("order_answer_file", args=[given.pk])).content == PDF
    assert theirs.post(reverse("order_found", args=[given.pk]), {"finding": "again", "remark": "", "working_days": ""}).status_code == 422
    again = {"finding": "again", "remark": "Thiếu số liệu theo huyện", "working_days": 2}
    assert theirs.post(reverse("order_found", args=[given.pk]), again).status_code == 302
    assert "Thiếu số liệu theo huyện" in text_of(signed_in(by), "plans_province", "30")
    theirs = signed_in(ministry)
    assert "Phải trả lời lại" in text_of(theirs, "order", row.order_id, xem="again")
    assert ["2622/LĐTBXH-VP" in text_of(theirs, "orders", q=text) for text in ("", "chi trả", "lương thực")] == [True, True, False]
    taken = theirs.get(reverse("order_export", args=[row.order_id, "csv"]), {"xem": "again"}).content.decode()
    assert ("Hải Dương" in taken, "Tỉnh đã chi trả xong." in taken) == (True, True)
    assert signed_in(here.lister).get(reverse("order_answer", args=[row.pk])).status_code == 404
    front = officer("front", Office.objects.create(kind="fatherland_front", level="national", name="UBTW MTTQ", symbol="MTTW"), Role.SUPERVISOR)
    assert "Chỉ đạo của Bộ" in text_of(signed_in(front), "plans_province", "30")


def test_who_has_no_plan_stands_under_the_group_of_its_province_and_the_list_is_cut_by_group(signed_in: Callable[[Officer], Client]) -> None:
    _by, ministry = planners(town())
    client, quiet, closed = signed_in(ministry), ">Thái Nguyên</a>", ">TP. Hồ Chí Minh</a>"
    for name in ("plans", "plan_gaps"):
        page = text_of(client, name)
        assert page.index("ansinh-group--a") < page.index(quiet) < page.index("ansinh-group--c") < page.index(closed), name
    page = text_of(client, "plan_gaps", nhom="c")
    assert (closed in page, quiet in page) == (True, False)
    table = text_of(client, "plan_gaps_export", "csv", nhom="c")
    assert ("79,C,Chưa có kế hoạch,TP. Hồ Chí Minh" in table, "Thái Nguyên" in table) == (True, False)
    assert "selected" in page[page.index('id="nhom"') : page.index("C</option>") + 1]
