"""Headings in the words, orders and shapes that clerks choose."""

from __future__ import annotations

import pytest

from ansinh.papers.lists.headings import meaning_of, meaning_under, unit_of

KNOWN = {
    "order": ["STT", "Số TT", "TT", "Số thứ tự", "S TT"],
    "full_name": ["Họ và tên", "HỌ TÊN", "Họ, tên người lao động", "Họ và tên NLĐ", "Họ và tên khai sinh", "Tên người lao động", "Họ & tên", "Ho va ten", "Họ vá têm"],
    "date_of_birth": ["Ngày sinh", "Năm sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Sinh năm", "NTNS", "Ngày/tháng/năm sinh"],
    "sex": ["Giới tính", "Nam/Nữ", "Giới", "Phái"],
    "id_number": [
        "Số CMND/\nthẻ CCCD", "CMND/CCCD", "Số căn cước công dân", "Số CMND", "Số thẻ căn cước", "Số định danh cá nhân", "CMTND", "Chứng minh nhân dân",
        "Số CMND/CCCD/Hộ chiếu", "Số giấy tờ tùy thân", "Số CMND hoặc CCCD, ngày cấp, nơi cấp",
    ],
    "address": ["Chỗ ở hiện nay", "Địa chỉ", "Nơi ở hiện tại", "Nơi cư trú", "Thôn", "Địa chỉ thường trú", "Thôn/Tổ dân phố", "Nơi tạm trú"],
    "phone": ["Số điện thoại", "SĐT", "Điện thoại liên hệ", "Số ĐT", "ĐTDĐ"],
    "occupation": ["Nghề nghiệp", "Công việc trước khi mất việc", "Việc làm", "Công việc chính"],
    "amount": ["Số tiền hỗ trợ (đồng)", "Thành tiền", "Mức hỗ trợ", "Số tiền", "Kinh phí hỗ trợ", "Số tiền đề nghị hỗ trợ", "Tổng cộng", "Tiền hỗ trợ"],
    "group": ["Đối tượng (F0/F1)", "F0/F1", "Đối tượng", "Diện đối tượng"],
    "period_start": ["Từ ngày", "Ngày bắt đầu", "Ngày bắt đầu cách ly", "Từ"],
    "period_end": ["Đến ngày", "Ngày kết thúc", "Đến", "Ngày ra viện"],
    "period_days": ["Số ngày", "Tổng số ngày", "Số ngày cách ly", "Số ngày nghỉ việc"],
    "si_number": ["Số sổ BHXH", "Mã số BHXH", "Số sổ bảo hiểm xã hội", "BHXH"],
    "pregnant": ["Đang mang thai", "Mang thai", "Lao động nữ mang thai"],
    "children_under_6": ["Số con dưới 6 tuổi", "Con dưới 06 tuổi", "Số con", "Nuôi con dưới 6 tuổi"],
    "account_number": ["Số tài khoản", "STK", "Số TK", "Tài khoản", "Số tài khoản ngân hàng"],
    "bank_name": ["Ngân hàng", "Tên ngân hàng", "Chi nhánh ngân hàng"],
    "signature": ["Ký nhận", "Ký tên", "Chữ ký"],
    "note": ["Ghi chú", "GHI CHÚ"],
    "id_issued_on": ["Ngày cấp"],
    "id_issued_by": ["Nơi cấp"],
}  # fmt: skip


@pytest.mark.parametrize(("heading", "meaning"), [(h, m) for m, headings in KNOWN.items() for h in headings])
def test_a_heading_is_known_by_its_words(heading: str, meaning: str) -> None:
    found = meaning_of(heading)
    assert found is not None
    assert found.name == meaning


@pytest.mark.parametrize(
    "heading", ["Dân tộc", "Chức vụ", "Trình độ", "Lương tháng", "Số hộ khẩu", "Tuổi", "Nơi sinh", "Quan hệ với chủ hộ", "Số tiền bằng chữ"]
)
def test_a_heading_that_means_something_else_is_not_guessed(heading: str) -> None:
    assert meaning_of(heading) is None


@pytest.mark.parametrize(
    ("path", "meaning"),
    [
        (("Thời gian tạm hoãn, nghỉ việc", "Từ"), "period_start"),
        (("Thời gian điều trị, cách ly", "Đến ngày"), "period_end"),
        (("Ngày, tháng, năm sinh", "Nữ"), "female"),
        (("Ngày, tháng, năm sinh", "Nam"), "male"),
        (("Ngày sinh", "Năm"), "birth_year"),
        (("Ngày sinh", "Tháng"), "birth_month"),
        (("Họ và tên", "Họ đệm"), "surname"),
        (("Thông tin tài khoản", "Số"), "account_number"),
        (("Thông tin tài khoản", "Tên ngân hàng"), "bank_name"),
        (("CMND/CCCD", "Ngày cấp"), "id_issued_on"),
        (("Ngày tháng", "năm sinh"), "date_of_birth"),
    ],
)
def test_a_heading_is_understood_under_the_heading_above_it(path: tuple[str, ...], meaning: str) -> None:
    found = meaning_under(path)
    assert found is not None
    assert found.name == meaning


def test_the_unit_of_money_is_taken_from_the_words() -> None:
    assert unit_of("Số tiền (nghìn đồng)") == 1_000
    assert unit_of("ĐVT: 1.000 đồng") == 1_000
    assert unit_of("Đơn vị tính: triệu đồng") == 1_000_000
    assert unit_of("Số tiền hỗ trợ (đồng)") == 1
