"""Official papers say what they were given, as text, in proper Vietnamese; the same input gives the same bytes."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pikepdf
import pypdf
import pytest
import zxingcpp
from lxml import etree
from PIL import Image

from ansinh.papers.bank.refusal import PaperRefused
from ansinh.papers.letters import parts
from ansinh.papers.letters.decision import Approval, Decision, approve_list, decision_pdf
from ansinh.papers.letters.letter import MOST, Notice, Reason, Refusal, notice_pdf, refusal_pdf, refusals_pdf
from ansinh.papers.letters.parts import Agency, Person, Signature, long_day, support
from ansinh.papers.letters.receipt import Receipt, receipt_pdf
from ansinh.papers.letters.typesetting import qr_inline, qr_svg

AT = datetime(2021, 8, 10, 9, 30, tzinfo=UTC)
DAY = date(2021, 8, 10)
TOWN = Agency("Ủy ban nhân dân thị xã Kinh Môn", "Kinh Môn", "Ủy ban nhân dân tỉnh Hải Dương")
SIGNED = Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn Minh")
HOSTILE = [
    '#panic("x")',
    "*đậm* _nghiêng_ $x$ `raw`",
    '#sys.inputs \\ #read("/etc/passwd")',
    "</svg><script>",
    "@label <label>",
    "=cmd|' /C calc'!A0",
    "“ngoặc” 'đơn'",
    "[ngoặc vuông] {x} #",
]


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def person(order: int = 1, name: str = "Nguyễn Thị Hoà") -> Person:
    return Person(name, "05/03/1987", f"030187{order:06d}", "Khu dân cư Cổ Tân", 1_500_000, "Tiền mặt", f"HD-{order}")


def decision(*people: Person) -> Decision:
    approval = Approval(
        number="12/QĐ-UBND", agency=TOWN, dated=DAY, authority="Chủ tịch Ủy ban nhân dân thị xã Kinh Môn", policy_name="Lao động tự do",
        legal_bases=("Căn cứ Nghị quyết số 68/NQ-CP ngày 01 tháng 7 năm 2021 của Chính phủ",), submitted="Phòng Lao động tại Tờ trình số 88/TTr",
        place_name="phường An Lưu", executors="Chánh Văn phòng", signature=SIGNED, people=people, verify_url="https://example.vn/v/A", code="QD-A",
    )  # fmt: skip
    return approve_list(approval)


def test_a_decision_has_every_part_that_decree_30_asks_for_and_its_list() -> None:
    made = decision_pdf(decision(person(1), person(2, "Đặng Hữu Nghĩa")), at=AT, expect_vnd=3_000_000)
    text = words(made.pdf)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND TỈNH HẢI DƯƠNG", "THỊ XÃ KINH MÔN", "Số: 12/QĐ-UBND", "Kinh Môn, ngày 10 tháng 8 năm 2021",
        "QUYẾT ĐỊNH", "Căn cứ Nghị quyết số 68/NQ-CP", "Điều 1.", "3.000.000 đồng (bằng chữ: Ba triệu đồng)", "Nơi nhận:", "KT. CHỦ TỊCH", "Nguyễn Văn Minh", "PHỤ LỤC",
        "Đặng Hữu Nghĩa", "Tổng cộng: 2 người", "hỗ trợ lao động tự do tại phường An Lưu",
    ):  # fmt: skip
        assert part in text
    assert (made.count, made.sum_vnd) == (2, 3_000_000)


def test_the_same_decision_gives_the_same_bytes() -> None:
    assert decision_pdf(decision(person()), at=AT).pdf == decision_pdf(decision(person()), at=AT).pdf


def test_a_list_that_does_not_sum_to_what_was_approved_is_no_paper() -> None:
    with pytest.raises(PaperRefused, match=r"1\.500\.001"):
        decision_pdf(decision(person()), at=AT, expect_vnd=1_500_001)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_words_from_outside_are_set_as_words_never_as_markup(hostile: str) -> None:
    text = words(decision_pdf(decision(person(1, hostile)), at=AT).pdf)
    assert "".join(hostile.split()) in "".join(text.split())


def test_control_and_direction_characters_do_not_reach_the_paper() -> None:
    text = words(decision_pdf(decision(person(1, "Hoa\u202e\x00\u200b Lê")), at=AT).pdf)
    assert "Hoa Lê" in text


def test_each_page_of_a_long_list_repeats_its_heading_and_is_numbered() -> None:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(decision_pdf(decision(*[person(n) for n in range(60)]), at=AT).pdf)).pages]
    assert len(pages) > 3
    for number, page in enumerate(pages[1:], 2):
        assert "Họ và tên" in page
        assert page.split()[0] == str(number)


def test_a_list_too_long_for_paper_becomes_a_workbook_named_by_its_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.papers.letters.decision.MAX_PDF_ROWS", 2)
    made = decision_pdf(decision(person(1, "=1+1"), person(2), person(3)), at=AT)
    assert made.annex_xlsx is not None
    assert "Mã SHA-256" in words(made.pdf)
    sheet = openpyxl.load_workbook(io.BytesIO(made.annex_xlsx)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[4][:2] == [1, "=1+1"]
    assert cells[7][5] == 4_500_000
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert parts.MAX_PDF_ROWS == 5_000


REFUSAL = Refusal(
    "33/TB-UBND", TOWN, DAY, "Ông Trần Văn Đức", "phường An Lưu", "HD-123", date(2021, 8, 2), "Nghỉ việc không hưởng lương",
    (Reason("Nghỉ 12 ngày, quy định từ 15 ngày liên tục", "QĐ 23/2021/QĐ-TTg, Đ.13 k.1"),), "Chủ tịch UBND thị xã", "bộ phận Một cửa, 0220 3822 123", SIGNED,
)  # fmt: skip


def test_a_refusal_tells_reason_article_and_where_to_complain() -> None:
    text = words(refusal_pdf(REFUSAL, at=AT).pdf)
    for part in ("Trần Văn Đức", "HD-123", "Nghỉ 12 ngày", "QĐ 23/2021/QĐ-TTg, Đ.13 k.1", "khiếu nại đến Chủ tịch UBND thị xã", "90 ngày", "hỗ trợ nghỉ việc"):
        assert part in text


def test_a_refusal_without_a_reason_and_an_empty_notice_are_not_written() -> None:
    with pytest.raises(ValueError, match="reason"):
        refusal_pdf(replace(REFUSAL, reasons=()), at=AT)
    with pytest.raises(ValueError, match="paragraph"):
        notice_pdf(Notice("1/TB", TOWN, DAY, "Bà Hoa", "", "Về việc", (), SIGNED), at=AT)


def test_letters_of_one_file_each_begin_a_page_of_their_own_with_their_own_number_and_code() -> None:
    letters = [replace(REFUSAL, number=f"{n}/TB-UBND", claim_code=f"HD-{n}", verify_url=f"https://example.vn/xac-minh/{n}") for n in (7, 8, 9)]
    made = refusals_pdf(letters, at=AT)
    found = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages]
    assert made.count == len(found) == 3
    for letter, text in zip(letters, found, strict=True):
        assert f"Số: {letter.number}" in text
        assert letter.claim_code in text
        assert not text.lstrip().startswith(("1", "2", "3"))  # the first page of a letter has no number


def test_letters_of_two_offices_days_or_signatures_never_share_a_file_and_none_is_no_file() -> None:
    for wrong in ([], [REFUSAL, replace(REFUSAL, dated=date(2021, 8, 11))], [REFUSAL] * (MOST + 1)):
        with pytest.raises(ValueError, match=r"(?i)letters"):
            refusals_pdf(wrong, at=AT)


def test_every_paper_can_be_archived_and_a_short_one_be_read_aloud() -> None:
    many = refusals_pdf([REFUSAL, REFUSAL], at=AT).pdf
    for pdf, level in ((refusal_pdf(REFUSAL, at=AT).pdf, "A"), (decision_pdf(decision(person()), at=AT).pdf, "A"), (many, "B")):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            about = opened.open_metadata()
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", level)
            assert ("/StructTreeRoot" in opened.Root) == (level == "A")


def test_the_code_on_a_paper_leads_where_it_says() -> None:
    for text in ("https://example.vn/xac-minh/7K3M-9QXW-2F4", "https://ví-dụ.vn/tra-cuu/Ấ"):
        svg = qr_svg(text)
        side = int(re.search(r'width="(\d+)"', svg).group(1))  # type: ignore[union-attr] # every drawing has one
        image = Image.new("L", (side, side), 255)
        for x, y, length, height in (map(int, found) for found in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", svg)):
            image.paste(0, (x, y, x + length, y + height))
        assert zxingcpp.read_barcode(image.resize((side * 4, side * 4), Image.Resampling.NEAREST)).text == text  # type: ignore[union-attr] # as above


def test_a_code_within_a_page_is_a_picture_with_a_name_whatever_the_name() -> None:
    drawn = etree.fromstring(qr_inline("https://example.vn/x", label='Mã "QR" <b>'), parser=None)
    assert (drawn.get("role"), drawn.get("aria-label")) == ("img", 'Mã "QR" <b>')
    assert drawn.get("width") == str(4 * int(str(drawn.get("viewBox")).split()[2]))


def test_a_notice_says_its_paragraphs() -> None:
    assert "Tiền đã chuyển." in words(notice_pdf(Notice("1/TB", TOWN, DAY, "Bà Hoa", "", "Về việc chi trả", ("Tiền đã chuyển.",), SIGNED), at=AT).pdf)


def test_a_receipt_names_code_owner_and_day() -> None:
    receipt = Receipt(
        "45",
        TOWN,
        date(2021, 8, 2),
        "HD-7F3K",
        "Phạm Thị Lan",
        "Hỗ trợ lao động tự do",
        101,
        "Vũ Đình Quỳnh",
        "Phòng LĐ-TB&XH",
        date(2021, 8, 11),
        "Bùi Thị Ẩn",
        "https://example.vn/x",
    )
    text = words(receipt_pdf(receipt, at=AT).pdf)
    for part in ("HD-7F3K", "Vũ Đình Quỳnh, Phòng LĐ-TB&XH", "11/08/2021", "101", "example.vn/x", "Hỗ trợ lao động tự do", "Bùi Thị Ẩn"):
        assert part in text


def test_days_and_policies_are_worded_as_officials_word_them() -> None:
    assert long_day(date(2021, 2, 5)) == "ngày 05 tháng 02 năm 2021"
    assert long_day(date(2021, 12, 31)) == "ngày 31 tháng 12 năm 2021"
    assert support("F0, F1 và trẻ em") == "hỗ trợ F0, F1 và trẻ em"
