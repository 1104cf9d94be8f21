"""Lists from before Unicode: TCVN3 and VNI fonts, windows-1258, UTF-16 without its mark; what is read is Vietnamese, and the change is said."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.papers.lists.code_pages import LETTERS, CodePage, decode, encode
from ansinh.papers.lists.reading import ListReading, read_list
from ansinh.papers.lists.sandbox import read_in_child
from ansinh.papers.lists.spelling import is_syllable, reads_as_vietnamese
from papers.lists.handmade import TODAY, Sheet, write

HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Địa chỉ", "Số tiền"]
NAMES = ["Nguyễn Thị Hoa", "Trần Văn Vũ", "Đặng Ngọc Ánh", "Lê Thị Tú", "Phạm Quốc Dũng", "Hồ Mỹ Lệ", "Võ Ý", "H'Hen Niê"]
PEOPLE = [[n, name, "05/03/1987", "", f"03{n:010d}", "Tổ dân phố Đông Hưng", 1_500_000] for n, name in enumerate(NAMES, 1)]
ALPHABET = st.text(alphabet=LETTERS + LETTERS.upper() + "abcdghiklmnopqrstuvxyABCDGHIKLMNOPQRSTUVXY 0123456789.,-/", max_size=30)


def in_font(page: CodePage, rows: list[list[object]], *, capitals: bool = False) -> list[list[object]]:
    return [[encode(cell.upper() if capitals else cell, page) if isinstance(cell, str) else cell for cell in row] for row in rows]


def converted(reading: ListReading) -> list[str]:
    return [found.message["vi"] for found in reading.problems if found.code == "encoding_converted"]


def names(reading: ListReading) -> list[str | None]:
    return [row.full_name for row in reading.rows]


@given(ALPHABET)
def test_vni_comes_back_letter_by_letter(text: str) -> None:
    assert decode(encode(text, "vni"), "vni") == text


@given(ALPHABET)
def test_tcvn3_comes_back_but_for_the_capitals_it_has_not(text: str) -> None:
    assert decode(encode(text, "tcvn3"), "tcvn3").lower() == text.lower()
    assert len(encode(text, "tcvn3")) == len(text)


def test_each_page_writes_each_letter_differently() -> None:
    for page in ("tcvn3", "vni"):
        assert len({encode(letter, page) for letter in LETTERS}) == len(LETTERS)


@pytest.mark.parametrize("word", ["Nguyễn", "giếng", "gì", "quốc", "hoà", "hòa", "thuý", "ương", "ÁNH", "nghiêng", "khuỷu", "khuya", "Đặng", "ỷ"])
def test_syllables_are_known_by_onset_rime_and_tone(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "ThÞ", "Nguyeãn", "Traàn", "Vâ", "hốach", "càt", "Müller", "Nìang"])
def test_what_is_no_syllable_is_not_taken_for_one(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("page", ["tcvn3", "vni"])
@pytest.mark.parametrize("capitals", [False, True])
def test_a_workbook_in_an_old_font_is_read_and_said(tmp_path: Path, page: CodePage, capitals: bool) -> None:
    path = write(tmp_path / "a.xlsx", Sheet(in_font(page, [["DANH SÁCH LAO ĐỘNG"], HEAD, *PEOPLE], capitals=capitals)))
    reading = read_in_child(path, policy="nq68-12", today=TODAY)
    assert names(reading) == NAMES
    assert reading.rows[0].address is not None
    assert reading.rows[0].address.lower() == "tổ dân phố đông hưng"
    assert set(reading.sheets[0].columns) >= {"full_name", "id_number", "address", "amount"}
    (said,) = converted(reading)
    assert page.upper() in said


def test_a_sheet_that_mixes_fonts_is_judged_column_by_column_and_cell_by_cell(tmp_path: Path) -> None:
    old, vni = in_font("tcvn3", PEOPLE[:3]), in_font("vni", PEOPLE[4:6])
    rows = [HEAD, *[[*row[:5], "Tổ dân phố Đông Hưng", row[6]] for row in old], *PEOPLE[3:4], *vni]
    reading = read_list(write(tmp_path / "a.xlsx", Sheet(rows)), policy="nq68-12", today=TODAY)
    assert names(reading) == NAMES[:6]
    assert {row.address for row in reading.rows} == {"Tổ dân phố Đông Hưng"}
    assert len(converted(reading)) == 2


def test_unicode_lists_are_left_alone(tmp_path: Path) -> None:
    foreign = [[9, "Müller Señor Ångström", "1987", "", "030187001234", "Đường số 5, nhà 3 m²", 1_500_000], [10, "Hà", "1987", "", "030187001235", "Tô Hà", 1]]
    reading = read_list(write(tmp_path / "a.xlsx", Sheet([HEAD, *PEOPLE, *foreign])), policy=None, today=TODAY)
    assert converted(reading) == []
    assert names(reading) == [*NAMES, "Müller Señor Ångström", "Hà"]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(NAMES[:7]), min_size=2, max_size=6), st.sampled_from(["tcvn3", "vni"]))
def test_names_of_one_column_in_one_old_font_come_back(found: list[str], page: CodePage) -> None:
    from ansinh.papers.lists.old_fonts import Writings

    lines = [[encode(name, page)] for name in [*found, "Nguyễn Văn Đặng"]]
    assert [str(line[0]).lower() for line in Writings().unified(lines)] == [name.lower() for name in [*found, "Nguyễn Văn Đặng"]]


def csv_text(rows: list[list[object]]) -> str:
    return "\r\n".join(";".join(map(str, row)) for row in rows)


@pytest.mark.parametrize(
    ("how", "said"),
    [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("utf-16-le", 0), ("utf-16-be", 0), ("cp1258", 1), ("tcvn3", 1), ("vni", 1), ("twice", 1)],
)
def test_text_files_in_every_encoding_are_read(tmp_path: Path, how: str, said: int) -> None:
    text = csv_text([["DANH SÁCH LAO ĐỘNG TỰ DO"], HEAD, *PEOPLE])
    if how == "cp1258":
        data = as_1258(text)
    elif how == "twice":
        data = "".join(map(chr, text.encode())).encode()
    elif how in {"tcvn3", "vni"}:
        data = encode(text, how).encode("latin-1")  # type: ignore[arg-type]
    else:
        data = text.encode(how)
    (tmp_path / "a.csv").write_bytes(data)
    reading = read_in_child(tmp_path / "a.csv", policy="nq68-12", today=TODAY)
    assert names(reading) == NAMES
    assert len(converted(reading)) == said


def as_1258(text: str) -> bytes:
    """Write letters with their shape composed and their tone behind, as windows-1258 does."""
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"]
        out.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + "".join(tones))
    return "".join(out).encode("cp1258")


def test_vietnamese_prose_reads_as_vietnamese_and_its_old_forms_do_not() -> None:
    prose = "Danh sách người lao động không có giao kết hợp đồng bị mất việc làm, đề nghị hỗ trợ theo Nghị quyết số 68"
    assert reads_as_vietnamese(prose) == 1.0
    for page in ("tcvn3", "vni"):
        assert reads_as_vietnamese(encode(prose, page)) < 0.4
