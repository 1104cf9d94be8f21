"""The law on the site: every policy of every programme in both languages, as it stands on a day, with its sources and marks."""

from __future__ import annotations

import html
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from ansinh.policy.load import PROGRAMMES, load_programme, programme_names

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
EVERY = [(name, policy.id) for name in programme_names() for policy in load_programme(name).policies]


def read(client: Client, address: str, language: str = "vi") -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("programme", "policy"), EVERY)
def test_the_page_of_a_policy_tells_all_that_its_file_tells(client: Client, programme: str, policy: str, language: str) -> None:
    law = load_programme(programme)
    told = law.policy(policy)
    for version in told.versions:
        page = read(client, f"/luat/{programme}/{policy}/?ngay={version.starts}", language)
        procedure = told.procedure_on(version.starts)
        texts = [told.name, told.summary, procedure.filed_by, procedure.filed_at, *(step.name for step in procedure.steps), *procedure.papers]
        for part in (*version.conditions, *version.components):
            texts.append(part.text)
            assert part.cite in page
            if not part.verified:
                assert part.note[language] in page
        assert [text[language] for text in texts if text[language] not in page] == []


def test_a_policy_shows_the_day_asked_for_and_what_was_sworn_before(client: Client) -> None:
    early = read(client, "/luat/nq68/nq68-04/?ngay=2021-08-10")
    late = read(client, "/luat/nq68/nq68-04/")
    assert "Sẽ sửa từ 6/11/2021" in early
    assert "Sửa từ 6/11/2021" in late
    assert "<del>Nơi làm việc phải tạm dừng theo lệnh của cơ quan nhà nước để phòng chống dịch</del>" in late


def test_a_condition_that_ended_is_told_as_ended(client: Client) -> None:
    assert "Hết áp dụng từ 6/11/2021" in read(client, "/luat/nq68/nq68-11/?ngay=2021-11-05")
    assert "<del>Không có nợ xấu tại thời điểm đề nghị vay</del>" in read(client, "/luat/nq68/nq68-11/?ngay=2021-11-06")


@pytest.mark.parametrize(
    ("day", "said"),
    [("2021-07-06", "chưa có hiệu lực"), ("10/8/2021", "Không đọc được ngày này"), ("2021-02-30", "Không đọc được ngày này"), ("%00x", "Không đọc")],
)
def test_a_day_that_cannot_be_is_told_beside_its_field(client: Client, day: str, said: str) -> None:
    page = read(client, f"/luat/nq68/nq68-04/?ngay={day}")
    assert said in page
    assert 'id="ngay-error"' in page


def test_worked_cases_stand_on_the_page_with_their_answer_and_open_in_the_trial(client: Client) -> None:
    page = read(client, "/luat/nq68/nq68-04/")
    assert "Nghỉ không lương đủ 30 ngày." in page
    assert "3.710.000 đồng" in page
    assert "Số ngày nghỉ liên tục: <strong>30 ngày</strong>" in page
    assert "/luat/nq68/nq68-04/thu/?vi-du=full_month" in page


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", programme_names())
def test_a_programme_tells_its_policies_figures_versions_and_files(client: Client, name: str, language: str) -> None:
    law = load_programme(name)
    page = read(client, f"/luat/{name}/", language)
    for figure in law.parameters.values():
        assert figure["text"][language] in page
    for policy in law.policies:
        assert policy.name[language] in page
        assert f"/luat/{name}/{policy.id}/" in page
    assert law.law_version in page
    assert all(text[language] in page for text in law.exclusive_groups.values())


def test_a_figure_that_changed_shows_both_values_with_their_days(client: Client) -> None:
    page = read(client, "/luat/nq68/")
    baseline = page[page.index('id="fund_baseline"') :]
    assert baseline.index("1/4/2021") < baseline.index("7/7/2021") < baseline.index("1/1/2021") < baseline.index("6/11/2021")
    assert "Vùng IV: <strong>3.070.000 đồng</strong>" in page


def test_the_list_of_programmes_leads_to_each(client: Client) -> None:
    page = read(client, "/luat/")
    assert all(f'href="/luat/{name}/"' in page for name in programme_names())


def test_the_short_address_of_a_policy_still_leads_to_its_page(client: Client) -> None:
    answer = client.get("/luat/nq68-04/?ngay=2021-08-10")
    assert (answer.status_code, answer["Location"]) == (302, "/luat/nq68/nq68-04/?ngay=2021-08-10")


@pytest.mark.parametrize(
    "address",
    [
        "/luat/khong-co/",
        "/luat/nq68/nq68-99/",
        "/luat/khong_co/nq68-04/",
        "/luat/nq68/nq68-99/thu/",
        "/luat/nq68/nq68-99/so-sanh/",
        "/luat/nq68/tep/cases",
        "/luat/nq68/tep/..%2Ffacts.yaml",
        "/luat/nq68/tep/nothing.yaml",
    ],
)
def test_what_is_no_law_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_files_of_the_law_are_given_as_they_are(client: Client) -> None:
    answer = client.get("/luat/nq68/tep/nq68-04.yaml")
    assert answer.content == (PROGRAMMES / "nq68" / "nq68-04.yaml").read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="nq68-04.yaml"'
    packed = zipfile.ZipFile(io.BytesIO(client.get("/luat/nq68/tep.zip").content))
    assert packed.read("nq68/programme.yaml") == (PROGRAMMES / "nq68" / "programme.yaml").read_bytes()
    assert "nq68/cases/nq68-04.yaml" in packed.namelist()


def test_two_days_are_compared_with_what_came_and_what_went(client: Client) -> None:
    page = read(client, "/luat/nq68/so-sanh/?tu=2021-07-07&den=2021-11-06")
    assert "Không có nợ xấu tại thời điểm đề nghị vay" in page
    assert "<del>15</del>" in page
    assert "<ins>10</ins>" in page
    assert page.count("Đã sửa</strong>") >= 4
    assert "Các chính sách giữ nguyên" in page


def test_the_same_day_twice_changes_nothing(client: Client) -> None:
    assert "Hai ngày này luật như nhau" in read(client, "/luat/nq68/so-sanh/?tu=2021-08-10&den=2021-08-10")


def test_one_policy_is_compared_alone_and_a_day_before_the_law_is_told(client: Client) -> None:
    page = read(client, "/luat/nq68/nq68-11/so-sanh/?tu=2020-01-01")
    assert "chưa có hiệu lực" in page
    assert "Hỗ trợ hộ kinh doanh" not in page
    assert "Bỏ</strong>" in page
    assert str(date(2021, 7, 7)) in page
    assert "Số liệu đã đổi" not in page
    assert "Số liệu đã đổi" in read(client, "/luat/nq68/nq68-02/so-sanh/")


def test_the_comparison_names_somebody_who_gains_and_says_when_nobody_loses(client: Client) -> None:
    page = read(client, "/luat/nq68/nq68-04/so-sanh/?tu=2021-08-01&den=2021-12-01")
    assert "Ai mới được hưởng? <strong>Có người.</strong>" in page
    assert "Ai không còn được hưởng? <strong>Không ai (đã chứng minh).</strong>" in page
    assert "Nơi làm việc có phải tạm dừng theo lệnh của cơ quan nhà nước để chống dịch không? không" in page


def test_what_a_province_has_set_for_itself_stands_beside_the_figure_and_with_its_own_decision(client: Client) -> None:
    law = load_programme()
    page = read(client, "/luat/nq68/")
    assert law.provinces
    for rules in law.provinces.values():
        assert all(rule.cite in page and rule.text["vi"] in page and rule.name["vi"] in page for rule in rules)
    assert "Thành phố Hồ Chí Minh: <strong>1.500.000 đồng</strong>" in read(client, "/luat/nq68/nq68-12/")


def test_the_foot_of_another_programmes_page_names_that_programme_and_none_of_our_articles(client: Client) -> None:
    feet = {name: client.get(f"/luat/{name}/").content.decode().split("ansinh-footer__columns")[1] for name in ("nq42", "nq68")}
    assert [("68/NQ-CP" in feet[name]) for name in ("nq42", "nq68")] == [False, True]
