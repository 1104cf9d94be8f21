"""Why a payment came back: ISO 20022 reason codes in words that tell the officer what to do."""

from __future__ import annotations

import re

from ansinh.policy.names import fold

NOT_MET = "NOAS"
REASONS = {
    "AC01": ("Số tài khoản không đúng.", "The account number is wrong."),
    "AC03": ("Số tài khoản người nhận không hợp lệ.", "The payee's account number is invalid."),
    "AC04": ("Tài khoản đã đóng.", "The account is closed."),
    "AC06": ("Tài khoản đang bị phong tỏa.", "The account is blocked."),
    "AC13": ("Loại tài khoản không nhận được tiền chuyển.", "This kind of account cannot receive the transfer."),
    "AG01": ("Tài khoản không được phép nhận giao dịch này.", "The account may not receive this kind of payment."),
    "AM04": ("Tài khoản chi không đủ số dư.", "The paying account lacks funds."),
    "AM05": ("Ngân hàng coi là chuyển trùng.", "The bank takes it for a duplicate."),
    "BE01": ("Tên người nhận không khớp với chủ tài khoản.", "The name does not match the account's holder."),
    "BE04": ("Thiếu địa chỉ người nhận.", "The payee's address is missing."),
    "CNOR": ("Ngân hàng của người nhận không tham gia hệ thống thanh toán.", "The payee's bank is not in the clearing system."),
    "MD07": ("Chủ tài khoản đã mất.", "The account's holder has died."),
    "MS02": ("Người nhận từ chối, không nêu lý do.", "The payee refused, without a reason."),
    "MS03": ("Ngân hàng không nêu lý do.", "The bank gives no reason."),
    "RC01": ("Mã ngân hàng không đúng.", "The bank's code is wrong."),
    "RR04": ("Bị trả lại theo quy định quản lý.", "Returned for regulatory reasons."),
    NOT_MET: ("Không gặp được người nhận.", "The payee could not be reached."),
    "TM01": ("Nhận sau giờ giao dịch.", "Received after the cut-off time."),
}
_OF_THE_ACCOUNT = frozenset({"AC01", "AC03", "AC04", "AC06", "AC13", "AG01", "BE01", "CNOR", "RC01"})
_UNSAID = ("Ngân hàng trả lại, không nêu lý do.", "The bank returned it without a reason.")
_WRITTEN = (
    (re.compile(r"dong|closed"), "AC04"),
    (re.compile(r"phong toa|blocked|frozen"), "AC06"),
    (re.compile(r"ten .*(sai|khong (dung|khop|phu hop))|(sai|khong khop) ten|name"), "BE01"),
    (re.compile(r"tai khoan|so tk|account"), "AC01"),
)


def reason_words(code: str) -> dict[str, str]:
    """Give a reason code in Vietnamese and English; an unknown code is said to be without a reason."""
    vi, en = REASONS.get(code.upper(), _UNSAID)
    return {"vi": vi, "en": en}


def of_the_account() -> frozenset[str]:
    """Give the codes by which the payee's own account is the reason, so that she can name another."""
    return _OF_THE_ACCOUNT


def guess_code(words: str) -> str:
    """Find the code that a bank's own words mean; empty when they mean none."""
    said = fold(words)
    return next((code for pattern, code in _WRITTEN if pattern.search(said)), "")
