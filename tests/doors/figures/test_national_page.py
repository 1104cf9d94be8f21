"""The national page: everybody reads it, few queries make it, every number leads on, and nothing points at a person."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ansinh.delivery.offices.models import Office
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.reports.models import Daily
from ansinh.delivery.reports.summarise import summarise
from delivery.casework import MORNING, approved, officer, person, submitted, town
from doors.figures.figured import PRAISED, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Officer:
    office = Office.objects.filter(kind="ministry").first() or Office.objects.create(kind="ministry", level="national", name="Bộ", symbol="BLĐTBXH")
    return officer("bo.thu", office, "analyst")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def test_everybody_reads_the_praised_provinces_in_billions(client: Client) -> None:
    fill()
    page = text_of(client, "/so-lieu/")
    for billions in PRAISED.values():
        assert f"{billions} tỷ đồng" in page
    assert page.index("107 tỷ đồng") < page.index('<table class="ansinh-bars">') or "Hải Dương" in page
    ranked = page[page.index('<table class="ansinh-bars">') :]
    places = [ranked.index(name) for name in ("Hải Dương", "Bắc Ninh", "Thanh Hóa", "Bắc Giang", "Thái Nguyên")]
    assert places == sorted(places)
    assert "376 tỷ đồng" in page, "the whole"
    assert "Hoàng Sa" in page
    assert "Trường Sa" in page
    assert "09:05, 10/8/2021" in page, "when it was counted"


def test_provinces_without_any_figure_are_named_under_their_group_and_lead_to_their_page(client: Client) -> None:
    fill()
    page = text_of(client, "/so-lieu/")
    silent = page[page.index('id="chua-co"') :]
    assert (
        silent.index("ansinh-group--a")
        < silent.index('href="/so-lieu/02/">Hà Giang</a>')
        < silent.index("ansinh-group--c")
        < silent.index(">TP. Hồ Chí Minh</a>")
    )
    assert not any(f">{name}</a>" in silent for name in PRAISED)


def test_the_page_before_anything_happened_says_so(client: Client) -> None:
    page = text_of(client, "/so-lieu/")
    assert "Chưa có số liệu cho lựa chọn này" in page
    assert "Chưa có gì để đếm." in page


def test_few_queries_make_the_page_whatever_is_counted(client: Client) -> None:
    fill()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/so-lieu/")
    assert len(asked) <= 5, [query["sql"][:80] for query in asked]
    assert not any("cases_" in query["sql"] or "payments_" in query["sql"] for query in asked)


def test_the_queries_of_the_page_read_by_index_where_tables_are_large(client: Client) -> None:
    fill({f"{code:02d}": 1 for code in range(1, 64)}, days=40)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for table in ("reports_daily", "reports_duration"):
            cursor.execute(f"EXPLAIN SELECT sum(1) FROM {table} WHERE level = 'province' AND province = '30' AND policy = 'nq68-12'")  # noqa: S608 - names of ours
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan" not in plan


def test_filters_live_in_the_address_and_are_kept_by_links(client: Client) -> None:
    fill()
    page = text_of(client, "/so-lieu/?chinh-sach=nq68-12&tu=2021-07-12&den=2021-07-31")
    assert 'value="nq68-12" selected' in page
    assert 'value="2021-07-31"' in page
    assert "/so-lieu/30/?chinh-sach=nq68-12&amp;tu=2021-07-12&amp;den=2021-07-31" in page
    assert "107 tỷ đồng" not in page.replace("107, 75, 74", "")


def test_a_group_keeps_only_its_provinces(client: Client) -> None:
    fill()
    page = text_of(client, "/so-lieu/?nhom=b")
    assert "/so-lieu/30/" in page
    table = page[page.index('id="bang"') :]
    assert "Thái Nguyên" not in table
    assert "Hải Dương" in table


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("chinh-sach=nq68-99", "Không có chính sách này"),
        ("tu=hôm-qua", "Không hiểu ngày"),
        ("tu=2021-08-10&den=2021-08-01", "đứng trước"),
        ("nhom=d", "Không có nhóm tỉnh này"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(client: Client, query: str, said: str) -> None:
    assert said in text_of(client, f"/so-lieu/?{query}")


@pytest.mark.parametrize(
    "address",
    ["/so-lieu/00/", "/so-lieu/30/999/", "/so-lieu/27/291/", "/so-lieu/xuat.pdf", "/so-lieu/30/291/10630/", "/so-lieu/xuat.csv?tinh=30&huyen=291&xa=10630"],
)
def test_what_is_not_there_or_not_public_is_not_found(client: Client, address: str) -> None:
    town()
    assert client.get(address).status_code == 404


def test_rows_and_late_steps_ask_for_sign_in(client: Client) -> None:
    for address in ("/so-lieu/hang/paid/", "/so-lieu/qua-han/"):
        assert client.get(address).status_code == 302


def test_a_province_leads_to_its_districts_and_a_district_keeps_communes_to_itself(client: Client, signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    approved(here, [person(place) for place in range(1, 9)])
    summarise("30", at=MORNING)
    assert "/so-lieu/30/291/" in text_of(client, "/so-lieu/30/")
    assert "10630" not in text_of(client, "/so-lieu/30/291/")
    inside = text_of(signed_in(here.appraiser), "/so-lieu/30/291/")
    assert "/so-lieu/30/291/10630/" in inside
    assert "/so-lieu/hang/approved/?tinh=30&amp;huyen=291" in inside.replace("tinh=30&amp;huyen=291&amp;xa=10630", "")


def test_fewer_than_five_people_are_not_told_to_the_public(client: Client, signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    approved(here, [person(place) for place in range(1, 4)])
    summarise("30", at=MORNING)
    page = text_of(client, "/so-lieu/")
    assert "&lt;5" in page
    assert "4.500.000" not in page
    assert "4.500.000" in text_of(signed_in(here.chair), "/so-lieu/30/")


def test_the_rows_behind_a_number_are_shown_with_its_definition_in_scope_only(ministry: Officer, signed_in: Callable[[Officer], Client]) -> None:
    here, there = town(), town("10633")
    decision = approved(here, [person(place) for place in range(1, 7)])
    summarise("30", at=MORNING)
    page = text_of(signed_in(ministry), "/so-lieu/hang/approved/?tinh=30")
    assert page.count("/nguoi/") == 6
    assert f"/ho-so/{decision.dossier_id}/" in text_of(signed_in(here.lister), "/so-lieu/hang/dossiers/?tinh=30&huyen=291&xa=10630")
    assert "theo ngày quyết định" in page
    assert signed_in(there.lister).get("/so-lieu/hang/approved/?tinh=30").status_code == 404
    assert signed_in(there.lister).get("/so-lieu/hang/approved/?tinh=30&huyen=291&xa=10630").status_code == 404
    assert signed_in(ministry).get("/so-lieu/hang/secret/?tinh=30").status_code == 404


def test_late_steps_name_office_and_officer_to_those_entitled(ministry: Officer, signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    page = text_of(signed_in(ministry), "/so-lieu/qua-han/")
    assert dossier.number in page
    assert here.lister.full_name in page
    assert here.lister.office.name in page
    assert signed_in(here.lister).get("/so-lieu/qua-han/").status_code == 403
    assert dossier.number not in text_of(signed_in(town("20194", "490", "48").chair), "/so-lieu/qua-han/")


def test_the_table_can_be_taken_away_as_csv_and_xlsx(client: Client) -> None:
    fill()
    rows = list(csv.reader(io.StringIO(client.get("/so-lieu/xuat.csv").content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Phần", "Mã", "Tên"]
    province = next(row for row in rows if row[1] == "30")
    assert province[2] == "Hải Dương"
    with acting(NATION):
        assert int(province[4]) == sum(Daily.objects.filter(province="30", level="province").values_list("paid_vnd", flat=True))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/so-lieu/xuat.xlsx?tinh=30").content)).active
    assert sheet["A1"].value == "Phần"
    assert isinstance(sheet["E2"].value, int)


def test_english_is_complete_on_the_page(client: Client) -> None:
    fill()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = text_of(client, "/so-lieu/")
    assert "VND 107 billion" in page
    assert "Money that reached people" in page
