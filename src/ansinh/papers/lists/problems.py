"""What is wrong with a list, in words: each problem names its cell and says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(slots=True)
class Problem:
    """One problem of one cell, row or sheet. `column` and `row` are None where the whole row or sheet is meant."""

    sheet: str
    row: int | None
    column: str | None
    code: str
    severity: Severity
    message: dict[str, str]


@dataclass(slots=True)
class Skipped:
    """A row that holds something and is no person: `why` is title, heading, column numbers, group, subtotal, total, ..."""

    sheet: str
    row: int
    why: str


_TEXTS: dict[str, tuple[Severity, str, str]] = {
    "name_missing": ("error", "Ô {cell}: thiếu họ và tên. Ghi đầy đủ họ và tên.", "Cell {cell}: the name is missing. Write the full name."),
    "id_missing": (
        "error", "Ô {cell}: thiếu số CCCD/CMND. Bổ sung số trên giấy tờ của người này.",
        "Cell {cell}: the ID number is missing. Add the number from the person's papers.",
    ),
    "tax_code_invalid": (
        "error", "Ô {cell}: “{value}” không phải mã số thuế. Kiểm tra lại từng chữ số.",
        "Cell {cell}: “{value}” is no tax code. Check each digit.",
    ),
    "id_length": (
        "error", "Ô {cell}: số giấy tờ “{value}” không đúng 12 chữ số (CCCD) hoặc 9 chữ số (CMND). Đối chiếu giấy tờ và ghi lại.{hint}",
        "Cell {cell}: the ID number “{value}” has neither 12 digits (CCCD) nor 9 (CMND). Compare with the papers and correct it.{hint_en}",
    ),
    "id_province": (
        "error", "Ô {cell}: số CCCD “{value}” bắt đầu bằng mã tỉnh không tồn tại ({start}). Đối chiếu giấy tờ và ghi lại.",
        "Cell {cell}: the ID number “{value}” begins with a province code that does not exist ({start}). Compare with the papers.",
    ),
    "id_sex_mismatch": (
        "error", "Ô {cell}: số CCCD “{value}” là của {told}, nhưng danh sách ghi {listed}. Đối chiếu giấy tờ, sửa số hoặc giới tính.",
        "Cell {cell}: the ID number “{value}” belongs to a {told_en}, but the list says {listed_en}. Correct the number or the sex.",
    ),
    "id_birth_mismatch": (
        "error", "Ô {cell}: số CCCD “{value}” là của người sinh năm {told}, nhưng danh sách ghi {listed}. Đối chiếu giấy tờ rồi sửa.",
        "Cell {cell}: the ID number “{value}” belongs to somebody born in {told}, but the list says {listed}. Correct one of them.",
    ),
    "id_leading_zero_restored": (
        "warning", "Ô {cell}: bảng tính đã làm mất số 0 ở đầu; đã khôi phục thành {value}.",
        "Cell {cell}: the spreadsheet had lost the zero in front; restored to {value}.",
    ),
    "birth_missing": (
        "warning", "Ô {cell}: thiếu ngày sinh. Ghi ngày, tháng, năm sinh hoặc ít nhất năm sinh.",
        "Cell {cell}: the date of birth is missing. Write it, or at least the year.",
    ),
    "birth_unreadable": (
        "error", "Ô {cell}: không đọc được ngày sinh “{value}”. Ghi theo dạng ngày/tháng/năm, hoặc ít nhất năm sinh.",
        "Cell {cell}: the date of birth “{value}” cannot be read. Write day/month/year, or at least the year.",
    ),
    "birth_in_future": (
        "error", "Ô {cell}: ngày sinh “{value}” ở sau ngày hôm nay. Ghi lại ngày sinh.",
        "Cell {cell}: the date of birth “{value}” lies in the future. Correct it.",
    ),
    "birth_year_in_date_cell": (
        "warning", "Ô {cell}: năm sinh gõ vào ô kiểu ngày nên hiện thành “{value}”; đã đọc là năm {told}.",
        "Cell {cell}: a year typed into a date cell shows as “{value}”; read as the year {told}.",
    ),
    "date_order_swapped": (
        "warning", "Ô {cell}: “{value}” ghi tháng trước ngày; đã đọc là {told}.",
        "Cell {cell}: “{value}” has the month before the day; read as {told}.",
    ),
    "sex_unreadable": (
        "warning", "Ô {cell}: không đọc được giới tính “{value}”. Ghi Nam hoặc Nữ.",
        "Cell {cell}: the sex “{value}” cannot be read. Write Nam or Nữ.",
    ),
    "phone_invalid": (
        "warning", "Ô {cell}: “{value}” không phải số điện thoại Việt Nam. Sửa lại hoặc để trống.",
        "Cell {cell}: “{value}” is no Vietnamese telephone number. Correct it or leave it empty.",
    ),
    "account_invalid": (
        "error", "Ô {cell}: số tài khoản “{value}” không đọc được. Ghi lại bằng chữ số, định dạng ô là Văn bản.",
        "Cell {cell}: the account number “{value}” cannot be read. Write its digits in a cell of type Text.",
    ),
    "amount_unreadable": (
        "error", "Ô {cell}: không đọc được số tiền “{value}”. Ghi bằng chữ số, đơn vị đồng.",
        "Cell {cell}: the amount “{value}” cannot be read. Write it in figures, in đồng.",
    ),
    "amount_merged": (
        "warning", "Ô {cell}: số tiền nằm trong ô gộp từ dòng {start}; chỉ tính một lần ở dòng đầu. Nếu mỗi người một khoản, hãy bỏ gộp ô.",
        "Cell {cell}: the amount stands in a merged cell from row {start} and counts once there. Unmerge it if each person has one.",
    ),
    "amount_differs_from_law": (
        "error", "Ô {cell}: danh sách ghi {value}, theo quy định là {told}. Kiểm tra lại số tiền hoặc các thông tin của người này.",
        "Cell {cell}: the list says {value_en}, the law gives {told_en}. Check the amount or the facts of this person.",
    ),
    "fact_impossible": (
        "error",
        "Dòng {cell}: thông tin không thể có ({value}). Kiểm tra lại các ngày của dòng này.",
        "Row {cell}: this cannot be ({value_en}). Check the dates of this row.",
    ),
    "period_unreadable": (
        "error", "Ô {cell}: không đọc được thời gian “{value}”. Ghi theo dạng ngày/tháng/năm.",
        "Cell {cell}: the day “{value}” cannot be read. Write day/month/year.",
    ),
    "period_reversed": (
        "error", "Ô {cell}: ngày kết thúc {value} trước ngày bắt đầu {told}. Sửa lại.",
        "Cell {cell}: the last day {value} comes before the first day {told}. Correct them.",
    ),
    "period_days_mismatch": (
        "warning", "Ô {cell}: ghi {value} ngày, nhưng từ ngày đầu đến ngày cuối là {told} ngày. Kiểm tra lại.",
        "Cell {cell}: {value} days are written, but from the first to the last day there are {told}. Check them.",
    ),
    "count_unreadable": (
        "warning", "Ô {cell}: không đọc được “{value}”. Ghi bằng chữ số.", "Cell {cell}: “{value}” cannot be read. Write a number.",
    ),
    "mark_unreadable": (
        "warning", "Ô {cell}: không hiểu “{value}”. Đánh dấu x hoặc để trống.", "Cell {cell}: “{value}” is not understood. Write x or leave it empty.",
    ),
    "group_unreadable": (
        "warning", "Ô {cell}: không rõ “{value}” là F0 hay F1. Ghi F0 hoặc F1.", "Cell {cell}: it is not clear whether “{value}” is F0 or F1. Write one.",
    ),
    "duplicate_in_file": (
        "error", "Ô {cell}: số {value} đã có ở dòng {told}. Giữ một dòng, hoặc sửa số nếu là hai người.",
        "Cell {cell}: the number {value} stands already in row {told}. Keep one row, or correct the number if they are two persons.",
    ),
    "total_mismatch": (
        "error", "Ô {cell}: dòng tổng ghi {value}, cộng các dòng được {told}. Kiểm tra lại số tiền từng người và dòng tổng.",
        "Cell {cell}: the total says {value_en}, the rows add up to {told_en}. Check the amounts and the total.",
    ),
    "count_mismatch": (
        "warning", "Ô {cell}: ghi danh sách có {value} người, nhưng đọc được {told} người. Kiểm tra lại.",
        "Cell {cell}: it says the list has {value} persons, but {told} were read. Check it.",
    ),
    "formula_cell": (
        "warning", "Ô {cell}: là công thức; đã lấy kết quả lưu sẵn trong tệp. Nên dán thành giá trị.",
        "Cell {cell}: holds a formula; the result stored in the file was used. Better paste it as a value.",
    ),
    "formulas_more": (
        "warning", "Trang “{sheet}”: còn {value} ô công thức nữa.", "Sheet “{sheet}”: {value} more cells hold formulas.",
    ),
    "age_under_15": (
        "warning", "Ô {cell}: người này mới {value} tuổi, chưa đủ 15 tuổi để là người lao động. Kiểm tra lại năm sinh.",
        "Cell {cell}: this person is {value} years old, too young to be a worker. Check the year of birth.",
    ),
    "age_over_110": (
        "warning", "Ô {cell}: người này {value} tuổi. Kiểm tra lại năm sinh.", "Cell {cell}: this person is {value} years old. Check the year of birth.",
    ),
    "same_person_perhaps": (
        "warning", "Ô {cell}: {value} trùng họ tên và ngày sinh với dòng {told} nhưng khác số giấy tờ. Kiểm tra xem có phải một người không.",
        "Cell {cell}: {value} has the name and birth date of row {told} but another number. Check whether they are one person.",
    ),
    "template_changed": (
        "warning", "Ô {cell}: đã sửa so với mẫu phát ra (trước: {told}).", "Cell {cell}: changed since the template was handed out (before: {told}).",
    ),
    "template_meanwhile": (
        "warning", "Ô {cell}: thông tin đã được sửa ở hệ thống sau khi phát mẫu; lấy giá trị mới “{value}” thay cho “{told}”.",
        "Cell {cell}: corrected in the system after the template was handed out; “{value}” was taken instead of “{told}”.",
    ),
    "template_conflict": (
        "error", "Ô {cell}: mẫu phát ra ghi “{start}”, tệp gửi về ghi “{told}”, trong khi hệ thống đã sửa thành “{value}”. Chọn giá trị đúng.",
        "Cell {cell}: the template said “{start}”, the file says “{told}”, and the system meanwhile says “{value}”. Choose the right one.",
    ),
    "template_not_ours": (
        "warning", "Tệp là mẫu của chương trình nhưng {value}, nên được đọc như một danh sách thường.",
        "The file is a template of the programme, but {value_en}; it was read as an ordinary list.",
    ),
    "table_beside": (
        "error", "Ô {cell}: bên phải còn một bảng người nữa nên chưa đọc. Chuyển bảng đó xuống dưới hoặc sang trang khác rồi gửi lại.",
        "Cell {cell}: a second table of people stands to the right and was not read. Move it below or to another sheet and send the file again.",
    ),
    "cell_without_value": (
        "error", "Ô {cell}: công thức báo lỗi hoặc chưa được tính nên không có giá trị. Ghi giá trị đúng vào ô.",
        "Cell {cell}: the formula shows an error or was never calculated, so there is no value. Write the right value.",
    ),
    "values_missing_more": (
        "error", "Trang “{sheet}”: còn {value} ô công thức không có giá trị nữa.", "Sheet “{sheet}”: {value} more formulas have no value.",
    ),
    "row_hidden": (
        "warning", "Dòng {cell} đang bị ẩn trong tệp nhưng vẫn được đọc. Nếu người này không thuộc danh sách, hãy để riêng dòng này.",
        "Row {cell} is hidden in the file but was read. Set it aside if this person does not belong to the list.",
    ),
    "column_hidden": (
        "warning", "Cột {column} đang bị ẩn trong tệp nhưng vẫn được đọc. Nếu là dữ liệu cũ, hãy xóa cột này rồi gửi lại.",
        "Column {column} is hidden in the file but was read. If it holds old data, delete it and send the file again.",
    ),
    "rows_hidden_more": (
        "warning", "Trang “{sheet}”: còn {value} dòng bị ẩn nữa, vẫn được đọc.", "Sheet “{sheet}”: {value} more hidden rows were read.",
    ),
    "encoding_converted": (
        "warning", "Trang “{sheet}”: chữ ghi theo {value} đã chuyển sang Unicode{told}. So lại vài họ tên với bản gốc.",
        "Sheet “{sheet}”: text in {value_en} was converted to Unicode{told_en}. Compare a few names with the original.",
    ),
    "unknown_column": (
        "warning", "Cột {column} “{value}”: không hiểu cột này nên không đọc. Nếu cần, đổi tên cột theo mẫu.",
        "Column {column} “{value}”: not understood and not read. Rename it as in the template if it matters.",
    ),
    "sheet_ignored": (
        "warning", "Trang “{sheet}”: {value} nên không đọc. Nếu có người cần hỗ trợ ở trang này, hãy chép vào danh sách chính.",
        "Sheet “{sheet}”: {value_en}, so it was not read. If it holds people to be supported, copy them into the main list.",
    ),
    "no_list_found": (
        "error", "Không tìm thấy danh sách nào trong tệp. Bảng cần có dòng tiêu đề với ít nhất “Họ và tên” và “Số CCCD/CMND”.",
        "No list was found in the file. The table needs a heading row with at least “Họ và tên” and “Số CCCD/CMND”.",
    ),
}  # fmt: skip

WORD_FOR_SEX = {"male": ("nam", "man"), "female": ("nữ", "woman")}


def problem(code: str, sheet: str, row: int | None, column: str | None, **values: Any) -> Problem:
    """Make the problem `code` of a cell with its message in Vietnamese and English."""
    severity, vi, en = _TEXTS[code]
    cell = f"{column or ''}{row or ''}" or sheet
    said = {"hint": "", "hint_en": "", "value": "", "told": "", "told_en": "", **values, "cell": cell, "sheet": sheet, "column": column}
    return Problem(sheet, row, column, code, severity, {"vi": vi.format(**said), "en": en.format(**said)})
