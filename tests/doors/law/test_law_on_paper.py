"""The law on paper: programme and policies as PDF in the reader's language, with all texts, marks and the address of the page."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pypdf
import pytest
from django.conf import settings

from ansinh.doors.web.law import printing
from ansinh.papers.letters.law import Item, LawPaper, Section, Table, law_pdf
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
SOME = [(name, policy.id) for name in programme_names() for policy in load_programme(name).policies[::3]]
BARE = LawPaper("vi", "Chương trình", "Tên", "", (), (), "Chân trang", "Trang", "Quét mã", "")


def text_of(pdf: bytes) -> str:
    """The words of a PDF without the breaks of its lines."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("programme", "policy"), SOME)
def test_the_paper_of_a_policy_has_its_conditions_articles_and_marks(client: Client, programme: str, policy: str, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(f"/luat/{programme}/{policy}/ban-in.pdf")
    assert answer["Content-Type"] == "application/pdf"
    said, told = text_of(answer.content), load_programme(programme).policy(policy)
    for part in (*told.versions[-1].conditions, *told.versions[-1].components):
        assert squeezed(part.text[language]) in said
        assert squeezed(part.cite) in said
    assert squeezed(told.name[language]) in said
    assert load_programme(programme).law_version[:12] in said


@pytest.mark.parametrize("name", programme_names())
def test_the_paper_of_a_programme_lists_policies_and_figures(client: Client, name: str) -> None:
    said, law = text_of(client.get(f"/luat/{name}/ban-in.pdf").content), load_programme(name)
    assert all(squeezed(policy.name["vi"]) in said for policy in law.policies)
    assert all(squeezed(figure["text"]["vi"]) in said for figure in law.parameters.values())


def test_the_paper_is_that_of_the_day_asked_for(client: Client) -> None:
    early = text_of(client.get("/luat/nq68/nq68-11/ban-in.pdf?ngay=2021-08-10").content)
    late = text_of(client.get("/luat/nq68/nq68-11/ban-in.pdf?ngay=2021-12-10").content)
    assert squeezed("Bản có hiệu lực từ 7/7/2021") in early
    assert squeezed("Bản có hiệu lực từ 6/11/2021") in late
    assert early.count(squeezed("Không có nợ xấu")) == late.count(squeezed("Không có nợ xấu")) + 1


def test_too_many_papers_are_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "PER_CALLER", (1, 600))
    assert [client.get("/luat/nq68/nq68-12/ban-in.pdf").status_code for _try in range(2)] == [200, 429]


def test_words_are_set_as_they_are_and_never_read_as_markup() -> None:
    paper = LawPaper(
        **{
            **{name: getattr(BARE, name) for name in BARE.__slots__},
            "sections": (Section("Mục", (Item("#read(“x”) *đậm* $x$", cite="Đ.1", mark="m", note="n", strong="s"),)),),
        }
    )
    assert "#read(“x”)*đậm*$x$" in text_of(law_pdf(paper, at=datetime(2021, 8, 10, tzinfo=UTC)))


def test_a_table_with_rows_of_another_length_is_refused() -> None:
    broken = Section("Số liệu", table=Table(("A", "B"), (("một",),)))
    paper = LawPaper(**{**{name: getattr(BARE, name) for name in BARE.__slots__}, "sections": (broken,)})
    with pytest.raises(ValueError, match="Số liệu"):
        law_pdf(paper, at=datetime(2021, 8, 10, tzinfo=UTC))
