"""The parts of every page: money, days, states, owners, navigation, forms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import override_settings
from django.utils import translation

from ansinh.delivery.cases.models import Claim, Dossier, Outcome, Task, Upload, UploadRow
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.payments.models import Instruction, StatementLine
from ansinh.doors.web import navigation, states
from ansinh.doors.web.templatetags import page

if TYPE_CHECKING:
    from django.test import Client

CHOICES = {
    "upload": Upload.State,
    "row": UploadRow.State,
    "dossier": Dossier.State,
    "outcome": Outcome,
    "claim": Claim.State,
    "task": Task.Outcome,
    "instruction": Instruction.State,
    "line": StatementLine.Match,
    "notice": Notice.State,
}


def draw(template: str, **given: object) -> str:
    return engines["django"].from_string("{% load page %}" + template).render(given)


@pytest.mark.parametrize(("kind", "choices"), CHOICES.items())
def test_every_state_of_every_row_has_a_label_and_a_tone(kind: str, choices: type[object]) -> None:
    for value in choices.values:  # type: ignore[attr-defined]
        assert states.shown(kind, value).tone in {"work", "good", "bad", "wait", "plain"}


def test_a_state_nobody_named_is_a_fault_not_an_empty_label() -> None:
    with pytest.raises(KeyError):
        states.shown("claim", "lost")


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("vi", ("1.500.000 đồng", "10.599", "12/8/2021", "thứ Năm 12/8/2021", "06:05, 13/8/2021")),
        ("en", ("VND 1,500,000", "10,599", "12 August 2021", "Thursday 12 August 2021", "06:05, 13 August 2021")),
    ],
)
def test_money_numbers_and_days_are_written_in_the_readers_language(language: str, shown: tuple[str, ...]) -> None:
    late_in_utc = datetime(2021, 8, 12, 23, 5, tzinfo=UTC)
    with translation.override(language):
        assert (page.vnd(1_500_000), page.number(10_599), page.day(date(2021, 8, 12)), page.weekday(date(2021, 8, 12)), page.moment(late_in_utc)) == shown


def test_what_is_not_there_is_a_dash() -> None:
    assert {page.vnd(None), page.number(None), page.day(None), page.weekday(None), page.moment(None)} == {"–"}


def test_the_owner_line_names_person_office_and_weekday_and_says_when_it_is_late() -> None:
    task = SimpleNamespace(owner="bà Nguyễn Thị Nhàn", office="UBND xã An Bình", due_on=date(2021, 8, 12), done_at=None)
    on_time = draw("{% owner_line task today %}", task=task, today=date(2021, 8, 12))
    late = draw("{% owner_line task today %}", task=task, today=date(2021, 8, 13))
    assert "Với <strong>bà Nguyễn Thị Nhàn</strong>, UBND xã An Bình, hạn <strong>thứ Năm 12/8/2021</strong>" in on_time
    assert "quá hạn" not in on_time
    assert "quá hạn" in late


def test_names_are_escaped_in_the_owner_line() -> None:
    task = SimpleNamespace(owner="<b>", office="&", due_on=date(2021, 8, 12), done_at=None)
    assert "<b>" not in draw("{% owner_line task %}", task=task)


def test_the_bar_shows_an_officer_only_pages_of_her_roles_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        navigation,
        "ENTRIES",
        (navigation.Entry("home", "Trang đầu"), navigation.Entry("where", "Tra cứu", frozenset({"payer"})), navigation.Entry("nowhere", "Không có")),
    )
    assert [link.label for link in navigation.links({"lister"}, "/")] == ["Trang đầu"]
    both = navigation.links({"payer"}, "/tra-cuu/")
    assert [(link.label, link.current) for link in both] == [("Trang đầu", False), ("Tra cứu", True)]


class Sample(forms.Form):
    name = forms.CharField(label="Họ tên", help_text="Như trên giấy tờ")
    sex = forms.ChoiceField(label="Giới tính", choices=[("female", "Nữ"), ("male", "Nam")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Đã kiểm tra")


def test_a_form_says_what_is_wrong_at_the_top_and_at_the_field() -> None:
    drawn = draw('{% include "components/form.html" with label="Gửi" %}', form=Sample({}))
    assert drawn.index("govuk-error-summary") < drawn.index("<form")
    assert 'href="#id_name"' in drawn
    assert 'aria-describedby="id_name-hint id_name-error"' in drawn
    assert drawn.count("govuk-form-group--error") == 3


class Enclosed(forms.Form):
    name = forms.CharField(label="Họ tên")
    file = forms.FileField(label="Tệp kèm theo (không bắt buộc)", required=False)


def test_a_chosen_file_that_is_gone_with_a_mistake_elsewhere_is_said_to_be_at_the_top_and_at_the_field() -> None:
    with_file = Enclosed({"name": ""}, {"file": SimpleUploadedFile("a.pdf", b"%PDF")})
    drawn = draw('{% include "components/form.html" with label="Gửi" %}', form=with_file)
    assert drawn.count("Chọn lại “Tệp kèm theo (không bắt buộc)”") == 2
    assert 'href="#id_file"' in drawn
    assert 'aria-describedby="id_file-error"' in drawn
    for whole in (Enclosed({"name": ""}), Enclosed({"name": "Hoa"}, {"file": SimpleUploadedFile("a.pdf", b"%PDF")}), Enclosed()):
        assert "Chọn lại" not in draw('{% include "components/form.html" with label="Gửi" %}', form=whole)


@pytest.mark.django_db
def test_the_demonstration_is_marked_on_every_page_and_only_there(client: Client) -> None:
    assert "BẢN TRÌNH DIỄN" not in client.get("/").content.decode()
    with override_settings(DEMO=True):
        assert "BẢN TRÌNH DIỄN" in client.get("/").content.decode()


@pytest.mark.django_db
def test_no_page_of_the_public_carries_an_inline_script_or_style(client: Client) -> None:
    for address in ("/", "/kiem-tra/", "/tra-cuu/", "/luat/", "/khong-co/"):
        drawn = client.get(address).content.decode()
        assert " style=" not in drawn
        assert "<style" not in drawn
        assert " onclick=" not in drawn
        assert drawn.count("<script") == drawn.count("<script src=")
