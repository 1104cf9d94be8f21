"""Lists as they really come: one trap a test, and after each every row of the file is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ansinh.papers.lists.reading import ListReading
from papers.lists.handmade import Formula, Sheet

Listed = Callable[..., ListReading]
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Địa chỉ", "Số điện thoại", "Số tiền"]
HOA = [1, "Nguyễn Thị Hoa", "05/03/1987", "Nữ", "030187001234", "Thôn Đoài", "0912345678", 1_500_000]
NAM = [2, "Trần Văn Nam", "12/11/1979", "Nam", "001079004321", "Xóm 3", "0987654321", 1_500_000]


def codes(reading: ListReading) -> list[str]:
    return [found.code for found in reading.problems]


def why(reading: ListReading) -> dict[int, str]:
    return {line.row: line.why for line in reading.skipped}


def test_a_plain_list_has_no_problems(listed: Listed) -> None:
    reading = listed([HEAD, HOA, NAM])
    assert codes(reading) == []
    assert [(row.full_name, row.sex, row.date_of_birth, row.id_kind) for row in reading.rows] == [
        ("Nguyễn Thị Hoa", "female", date(1987, 3, 5), "cccd"),
        ("Trần Văn Nam", "male", date(1979, 11, 12), "cccd"),
    ]


def test_title_lines_of_any_shape_stand_above_the_table(listed: Listed) -> None:
    rows = [
        ["CÔNG TY TNHH MAY", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Địa chỉ: Khu 5, điện thoại: 0912345678, số tài khoản: 123456"],
        [],
        ["", "DANH SÁCH NGƯỜI LAO ĐỘNG ĐỀ NGHỊ HỖ TRỢ"],
        ["", "(Kèm theo Tờ trình số 45/TTr-UBND ngày 06/8/2021)"],
        ["", "", "", "", "", "", "Đơn vị tính: đồng"],
        HEAD,
        HOA,
    ]
    reading = listed(rows)
    assert reading.sheets[0].heading_rows == [7]
    assert len(reading.rows) == 1


def test_columns_in_another_order_and_other_words(listed: Listed) -> None:
    head = ["Số tiền đề nghị", "Số giấy tờ tùy thân", "Năm sinh", "Phái", "HỌ TÊN NGƯỜI ĐỀ NGHỊ HỖ TRỢ", "ĐT"]
    reading = listed([head, ["1.500.000 đ", "030187001234", 1987, "nữ", "NGUYỄN THỊ HOA", 912345678]])
    row = reading.rows[0]
    assert (row.amount, row.id_number, row.birth_precision, row.sex, row.full_name, row.phone) == (
        1_500_000, "030187001234", "year", "female", "Nguyễn Thị Hoa", "0912345678",
    )  # fmt: skip


def test_a_heading_of_three_rows_with_merged_cells(listed: Listed) -> None:
    rows = [
        ["STT", "Thông tin cá nhân", "", "", "", "", "Hỗ trợ"],
        ["", "Họ và tên", "Ngày, tháng, năm sinh", "", "Giấy tờ", "", "Số tiền"],
        ["", "", "Nam", "Nữ", "Số CCCD", "Ngày cấp"],
        [1, "Nguyễn Thị Hoa", None, "05/03/1987", "030187001234", "01/02/2020", 1_500_000],
    ]
    reading = listed(rows, merged=["A1:A3", "B1:F1", "B2:B3", "C2:D2", "E2:F2", "G2:G3"])
    assert reading.sheets[0].heading_rows == [1, 2, 3]
    row = reading.rows[0]
    assert (row.sex, row.date_of_birth, row.id_number, row.amount) == ("female", date(1987, 3, 5), "030187001234", 1_500_000)
    assert codes(reading) == []


def test_a_two_line_heading_without_merged_cells(listed: Listed) -> None:
    rows = [
        ["TT", "Họ và tên", "Ngày sinh", "", "CMND/CCCD", "Thời gian cách ly", "", "Đối tượng"],
        ["", "", "Nam", "Nữ", "", "Từ ngày", "Đến ngày"],
        [1, "Trần Văn Nam", "12/11/1979", "", "001079004321", "01/07/2021", "14/07/2021", "F1"],
    ]
    row = listed(rows).rows[0]
    assert (row.sex, row.period_start, row.period_end, row.period_days, row.group) == ("male", date(2021, 7, 1), date(2021, 7, 14), 14, "F1")


def test_sex_marked_with_a_cross_beside_a_birth_column(listed: Listed) -> None:
    rows = [["STT", "Họ và tên", "Năm sinh", "Giới tính", "", "Số CCCD"], ["", "", "", "Nam", "Nữ", ""], [1, "Lê Thị An", 1987, "", "x", "030187001234"]]
    row = listed(rows, merged=["D1:E1"]).rows[0]
    assert (row.sex, row.date_of_birth) == ("female", date(1987, 1, 1))


def test_the_birth_date_in_three_columns(listed: Listed) -> None:
    rows = [["STT", "Họ và tên", "Ngày sinh", "", "", "Số CCCD"], ["", "", "Ngày", "Tháng", "Năm", ""], [1, "Lê Thị An", 5, 3, 1987, "030187001234"]]
    row = listed(rows, merged=["C1:E1"]).rows[0]
    assert (row.date_of_birth, row.birth_precision) == (date(1987, 3, 5), "day")


def test_family_and_given_names_in_two_columns(listed: Listed) -> None:
    reading = listed([["STT", "Họ và tên đệm", "Tên", "Số CCCD"], [1, "NGUYỄN THỊ", "HOA", "030187001234"]])
    assert reading.rows[0].full_name == "Nguyễn Thị Hoa"
    joined = listed([["STT", "Họ và tên", "", "Số CCCD"], [1, "Nguyễn Thị", "Hoa", "030187001234"]], merged=["B1:C1"])
    assert joined.rows[0].full_name == "Nguyễn Thị Hoa"


def test_numbers_of_columns_in_any_dress_are_no_people(listed: Listed) -> None:
    for numbers in ([1, 2, 3, 4, 5, 6, 7, 8], [f"({n})" for n in range(1, 9)], ["A", "B", 1, 2, 3, 4, 5, "6=4x5"]):
        reading = listed([HEAD, numbers, HOA])
        assert why(reading)[2] == "column numbers"
        assert len(reading.rows) == 1


@pytest.mark.parametrize(
    "group",
    [
        "I. Thôn Đoài",
        "Tổ dân phố 7",
        "A. Đối tượng F0",
        "1. Xóm 3",
        "- Khu 5",
        "THÔN ĐÔNG",
        "II/ Ấp Bình Hòa",
        "* Bản Nà Cóc",
        "Phân xưởng may 2",
        "Đường Lê Lợi",
    ],
)
def test_group_headings_are_named(listed: Listed, group: str) -> None:
    for column in (0, 1):
        line = ["" if c != column else group for c in range(8)]
        reading = listed([HEAD, line, HOA, line, NAM])
        assert (why(reading)[2], why(reading)[4]) == ("group", "group")


def test_a_group_with_its_number_apart_and_its_sum_beside(listed: Listed) -> None:
    reading = listed([HEAD, ["I", "Thôn Đoài", "", "", "", "", "", 1_500_000], HOA, ["II", "Đội sản xuất", "", "", "", "", "", 1_500_000], NAM])
    assert (why(reading)[2], why(reading)[4]) == ("group", "group")
    assert reading.computed_total == 3_000_000


def test_people_named_like_places_stay_people(listed: Listed) -> None:
    names = ["Tô Văn Bản", "Bàn Văn Thôn", "Dương Thị Đường", "Tống Công Cộng", "Lê Cộng Hòa", "Đội Văn Tổng"]
    people = [[n, name, "05/03/1987", "", "", "", "", 1_500_000] for n, name in enumerate(names, 1)]
    reading = listed([HEAD, *people])
    assert [row.full_name for row in reading.rows] == names


@pytest.mark.parametrize("label", ["TỔNG CỘNG", "Tổng cộng:", "Cộng", "TONG CONG", "Tổng số tiền", "Tổng", "Cộng: 2 người"])
def test_totals_in_any_words_are_compared(listed: Listed, label: str) -> None:
    for column in (0, 1):
        total = ["" if c != column else label for c in range(7)] + [3_000_000]
        reading = listed([HEAD, HOA, NAM, total])
        assert (reading.declared_total, reading.computed_total) == (3_000_000, 3_000_000)
        assert why(reading)[4] == "total"
        assert "total_mismatch" not in codes(reading)


def test_a_wrong_total_is_said_with_its_cell(listed: Listed) -> None:
    reading = listed([HEAD, HOA, NAM, ["", "Tổng cộng", "", "", "", "", "", "3.500.000"]])
    fault = next(found for found in reading.problems if found.code == "total_mismatch")
    assert (fault.row, fault.column, fault.severity) == (4, "H", "error")
    assert "3.500.000" in fault.message["vi"]


def test_subtotals_do_not_count_twice(listed: Listed) -> None:
    half = ["", "Cộng", "", "", "", "", "", 1_500_000]
    reading = listed([HEAD, ["", "I. Thôn Đoài"], HOA, half, ["", "II. Xóm 3"], NAM, half, ["", "Tổng cộng", "", "", "", "", "", 3_000_000]])
    assert (why(reading)[4], why(reading)[7], why(reading)[8]) == ("subtotal", "subtotal", "total")
    assert reading.declared_total == 3_000_000
    assert "total_mismatch" not in codes(reading)


def test_subtotals_without_a_grand_total_add_up(listed: Listed) -> None:
    half = ["", "Cộng", "", "", "", "", "", 1_500_000]
    reading = listed([HEAD, HOA, half, NAM, half])
    assert reading.declared_total == 3_000_000
    assert "total_mismatch" not in codes(reading)


def test_a_sum_without_a_label_is_a_total(listed: Listed) -> None:
    reading = listed([HEAD, HOA, NAM, ["", "", "", "", "", "", "", 3_000_000]])
    assert reading.declared_total == 3_000_000
    assert len(reading.rows) == 2


def test_totals_carried_over_a_page_are_no_totals_of_the_list(listed: Listed) -> None:
    carried = ["", "Cộng mang sang", "", "", "", "", "", 1_500_000]
    reading = listed([HEAD, HOA, carried, HEAD, carried, NAM, ["", "Tổng cộng", "", "", "", "", "", 3_000_000]])
    assert reading.declared_total == 3_000_000
    assert len(reading.rows) == 2
    assert why(reading)[4] == "heading"


def test_closing_lines_and_signatures_are_no_people(listed: Listed) -> None:
    tail = [
        [],
        ["", "Danh sách có 02 người./."],
        ["", "Số tiền bằng chữ: Ba triệu đồng"],
        ["", "", "", "", "", "An Bình, ngày 06 tháng 8 năm 2021"],
        ["", "NGƯỜI LẬP BIỂU", "", "", "", "TM. ỦY BAN NHÂN DÂN", "Kế toán"],
        ["", "(Ký, ghi rõ họ tên)", "", "", "", "CHỦ TỊCH"],
        [],
        ["", "Lê Văn A", "", "", "", "Trần Văn B", "Phạm Thị C"],
    ]
    reading = listed([HEAD, HOA, NAM, *tail])
    assert len(reading.rows) == 2
    assert [why(reading)[n] for n in (5, 6, 7, 8, 9, 11)] == ["note", "note", "signature", "signature", "signature", "signature"]


def test_a_closing_line_that_counts_otherwise_is_said(listed: Listed) -> None:
    assert "count_mismatch" in codes(listed([HEAD, HOA, NAM, ["", "Danh sách có 3 người./."]]))


def test_people_after_the_signatures_are_still_people(listed: Listed) -> None:
    reading = listed([HEAD, HOA, ["", "NGƯỜI LẬP BIỂU"], ["", "Lê Văn A"], NAM])
    assert len(reading.rows) == 2


def test_rows_prepared_and_left_empty_are_named(listed: Listed) -> None:
    reading = listed([HEAD, HOA, [2], [3, "", "", "", "", "", "", 0], []])
    assert (why(reading)[3], why(reading)[4]) == ("empty numbered row", "empty numbered row")


def test_a_name_alone_is_a_person_who_lacks_everything(listed: Listed) -> None:
    reading = listed([HEAD, HOA, ["", "Trần Văn Nam"], [3, "Lê Thị Lan"]])
    assert [row.full_name for row in reading.rows] == ["Nguyễn Thị Hoa", "Trần Văn Nam", "Lê Thị Lan"]
    assert codes(reading).count("id_missing") == 2


def test_a_person_without_a_name_is_a_person(listed: Listed) -> None:
    reading = listed([HEAD, [1, "", "05/03/1987", "Nữ", "030187001234"]])
    assert reading.rows[0].full_name is None
    assert codes(reading) == ["name_missing"]


def test_cells_merged_downwards_carry_but_money_does_not(listed: Listed) -> None:
    rows = [HEAD, [*HOA[:5], "Khu 5", "", 3_000_000], [*NAM[:5]], [3, "Lê Thị Lan", 1990, "Nữ", "030190001111", "Xóm 3", "", 1_500_000]]
    reading = listed(rows, merged=["F2:F3", "H2:H3"])
    assert [row.address for row in reading.rows] == ["Khu 5", "Khu 5", "Xóm 3"]
    assert [row.amount for row in reading.rows] == [3_000_000, None, 1_500_000]
    assert "amount_merged" in codes(reading)


def test_several_sheets_are_read_and_duplicates_found_across_them(listed: Listed) -> None:
    reading = listed(Sheet([HEAD, HOA], "Thôn 1"), Sheet([HEAD, NAM, [3, *HOA[1:]]], "Thôn 2"), Sheet([], "Sheet3"))
    assert [(row.sheet, row.problems) for row in reading.rows] == [("Thôn 1", []), ("Thôn 2", []), ("Thôn 2", ["duplicate_in_file"])]


def test_a_sheet_that_goes_on_without_a_heading_is_read(listed: Listed) -> None:
    reading = listed(Sheet([HEAD, HOA], "Trang 1"), Sheet([NAM], "Trang 2"))
    assert [row.full_name for row in reading.rows] == ["Nguyễn Thị Hoa", "Trần Văn Nam"]


def test_sheets_that_are_no_list_or_hidden_are_said_to_be_ignored(listed: Listed) -> None:
    guide = [["Hướng dẫn"], ["Điền đủ các cột"]]
    reading = listed(Sheet([HEAD, HOA], "DS"), Sheet(guide, "HD"), Sheet([HEAD, NAM], "Cũ", hidden=True))
    assert [found.sheet for found in reading.problems if found.code == "sheet_ignored"] == ["HD", "Cũ"]
    assert len(reading.rows) == 1


def test_formulas_are_read_by_their_result_and_said(listed: Listed) -> None:
    reading = listed([HEAD, [*HOA[:7], Formula("=1500000*1", 1_500_000)], ["", "Tổng cộng", "", "", "", "", "", Formula("=SUM(H2:H2)", 1_500_000)]])
    assert reading.declared_total == 1_500_000
    assert [(f.row, f.column, f.severity) for f in reading.problems if f.code == "formula_cell"] == [(2, "H", "warning"), (3, "H", "warning")]


def test_columns_not_understood_are_said_once_and_empty_ones_not(listed: Listed) -> None:
    reading = listed([[*HEAD, "Dân tộc", "Trình độ"], [*HOA, "Kinh"], [*NAM, "Kinh"]])
    assert [(f.column, f.severity) for f in reading.problems if f.code == "unknown_column"] == [("I", "warning")]


def test_a_table_below_with_other_columns_has_its_own_heading(listed: Listed) -> None:
    second = [["STT", "Số CMND/CCCD", "Họ tên", "Năm sinh"], [1, "001079004321", "Trần Văn Nam", 1979]]
    reading = listed([HEAD, HOA, [], *second])
    assert [row.full_name for row in reading.rows] == ["Nguyễn Thị Hoa", "Trần Văn Nam"]
    assert codes(reading) == []


def test_the_group_heading_tells_who_is_f0_and_who_f1(listed: Listed) -> None:
    head = ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Từ ngày", "Đến ngày"]
    f0 = [1, "Lê Thị An", 1987, "030187001234", "01/06/2021", "21/06/2021"]
    f1 = [1, "Lê Thị Ba", 1988, "030188001234", "01/06/2021", "14/06/2021"]
    reading = listed([head, ["", "A. Đối tượng F0"], f0, ["", "B. Đối tượng F1"], f1])
    assert [(row.group, row.period_days) for row in reading.rows] == [("F0", 21), ("F1", 14)]


def test_a_period_in_one_cell_is_taken_apart(listed: Listed) -> None:
    head = ["STT", "Họ và tên", "Số CCCD", "Thời gian cách ly (từ ngày ... đến ngày ...)"]
    row = listed([head, [1, "Lê Thị An", "030187001234", "từ 01/06 đến 14/06/2021"]]).rows[0]
    assert (row.period_start, row.period_end, row.period_days) == (date(2021, 6, 1), date(2021, 6, 14), 14)


def test_days_that_do_not_agree_with_the_dates_are_said(listed: Listed) -> None:
    head = ["STT", "Họ và tên", "Số CCCD", "Từ ngày", "Đến ngày", "Số ngày"]
    reading = listed([head, [1, "Lê Thị An", "030187001234", "01/06/2021", "14/06/2021", 21], [2, "Lê Thị Ba", "030188001234", "14/06/2021", "01/06/2021", ""]])
    assert codes(reading) == ["period_days_mismatch", "period_reversed"]


def test_an_account_with_its_bank_in_one_cell(listed: Listed) -> None:
    row = listed([["STT", "Họ và tên", "Số CCCD", "Số tài khoản"], [1, "Lê Thị An", "030187001234", "1500 205 123456 - Agribank"]]).rows[0]
    assert (row.account_number, row.bank_name) == ("1500205123456", "Agribank")


def test_an_amount_that_is_not_the_laws_is_said_with_both(listed: Listed) -> None:
    reading = listed([HEAD, HOA, [*NAM[:7], 1_000_000]], policy="nq68-12")
    fault = next(found for found in reading.problems if found.code == "amount_differs_from_law")
    assert (fault.row, fault.column) == (3, "H")
    assert "1.000.000" in fault.message["vi"]
    assert "1.500.000" in fault.message["vi"]


def test_facts_that_cannot_be_are_said_and_the_other_rows_judged(listed: Listed) -> None:
    head = ["STT", "Họ và tên", "Số CCCD", "Đối tượng", "Từ ngày", "Số ngày", "Số tiền"]
    rows = [head, [1, "Lê Thị An", "030187001234", "F0", "01/06/2031", 14, 1_120_000], [2, "Lê Thị Ba", "030188001234", "F0", "01/06/2021", 14, 1_000_000]]
    assert codes(listed(rows, policy="nq68-08")) == ["fact_impossible", "amount_differs_from_law"]


def test_an_empty_workbook_is_said_to_hold_no_list(listed: Listed) -> None:
    assert codes(listed([[]])) == ["no_list_found"]
