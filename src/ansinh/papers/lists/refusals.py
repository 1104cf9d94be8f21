"""Files that are not read at all, and what to tell the person who sent them."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    "empty": ("Tệp rỗng, không có dữ liệu. Kiểm tra lại và tải lên tệp danh sách.", "The file is empty. Check it and upload the list again."),
    "not_workbook": (
        "Tệp không phải là bảng tính đọc được ({what}). Hãy mở bằng Excel rồi lưu lại dạng .xlsx.",
        "The file is no spreadsheet that can be read ({what_en}). Open it in a spreadsheet program and save it as .xlsx.",
    ),
    "encrypted": (
        "Tệp được bảo vệ bằng mật khẩu. Hãy gỡ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc) rồi tải lên lại.",
        "The file is protected by a password. Remove the password and upload it again.",
    ),
    "macros": (
        "Tệp có chứa macro nên không được mở. Hãy lưu lại dạng .xlsx (không có macro) rồi tải lên.",
        "The file contains macros and was not opened. Save it as .xlsx without macros and upload that.",
    ),
    "active_content": (
        "Tệp có đối tượng nhúng hoặc điều khiển ({what}) nên không được mở. Hãy chép bảng sang một tệp .xlsx mới rồi tải lên.",
        "The file holds embedded objects or controls ({what}) and was not opened. Copy the table into a new .xlsx file.",
    ),
    "external_links": (
        "Tệp có liên kết tới tệp hoặc nguồn dữ liệu bên ngoài ({what}). Hãy dán các ô đó thành giá trị, bỏ liên kết (Dữ liệu › Sửa liên kết) rồi tải lên.",
        "The file links to other files or data sources ({what}). Paste those cells as values, break the links and upload it again.",
    ),
    "formula_calls_out": (
        "Trang “{sheet}”, ô {what}: công thức gọi ra bên ngoài. Hãy dán ô này thành giá trị rồi tải lên lại.",
        "Sheet “{sheet}”, cell {what}: the formula calls something outside the file. Paste it as a value and upload the file again.",
    ),
    "too_large": (
        "Tệp quá lớn ({what}). Hãy tách thành nhiều danh sách, mỗi danh sách không quá 1.000.000 dòng.",
        "The file is too large ({what}). Split it into lists of at most 1,000,000 rows.",
    ),
    "suspicious_size": (
        "Tệp nén bất thường ({what}), có thể gây hại nên không được mở. Hãy chép bảng sang một tệp .xlsx mới rồi tải lên.",
        "The file is packed in an unusual way ({what}) that could do harm; it was not opened. Copy the table into a new .xlsx file.",
    ),
    "stray_cell": (
        "Trang “{sheet}”: ô {what} nằm quá xa bảng. Hãy xóa ô này (và các dòng, cột thừa) rồi tải lên lại.",
        "Sheet “{sheet}”: cell {what} lies too far from the table. Delete it (and spare rows and columns) and upload the file again.",
    ),
    "out_of_memory": (
        "Tệp cần quá nhiều bộ nhớ để đọc nên đã dừng lại. Hãy xóa các dòng, cột, trang thừa hoặc tách thành nhiều danh sách.",
        "The file needs too much memory and reading was stopped. Delete spare rows, columns and sheets, or split the list.",
    ),
    "out_of_time": (
        "Đọc tệp quá lâu nên đã dừng lại. Hãy tách thành nhiều danh sách nhỏ hơn rồi tải lên.",
        "Reading the file took too long and was stopped. Split it into smaller lists.",
    ),
    "unreadable": (
        "Tệp bị hỏng hoặc không phải bảng tính (tệp Word, ảnh, PDF thì không đọc được ở đây). Hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên. Mã lỗi khi cần hỗ trợ ({what}).",
        "The file is damaged or no spreadsheet (text documents, pictures and PDF are not read here). Open it in a spreadsheet program, save it as .xlsx and upload that. Code for support ({what}).",
    ),
}


class ListRefused(Exception):
    """The file is not read. `code` says why, `message` says it in `vi` and `en` with what to do."""

    def __init__(self, message: dict[str, str], code: str) -> None:
        """Keep both; the exception's own text is the English one."""
        super().__init__(message["en"])
        self.message, self.code = message, code


def refused(code: str, **values: str) -> ListRefused:
    """Make the refusal `code` with its message."""
    vi, en = _TEXTS[code]
    said = {"what": "", "what_en": values.get("what", ""), "sheet": "", **values}
    return ListRefused({"vi": vi.format(**said), "en": en.format(**said)}, code)
