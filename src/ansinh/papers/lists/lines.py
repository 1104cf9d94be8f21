"""Lines of a list that are no person: group headings, totals, column numbers, notes, signatures, repeated headings."""

from __future__ import annotations

import re
from itertools import pairwise

from ansinh.papers.lists.cells import Cell, Line, is_blank, text_of
from ansinh.policy.names import clean, fold

_COLUMN_NUMBER = re.compile(r"\(?\[?(\d{1,2}|[A-Za-z])\]?\)?( ?= ?[\dA-Za-z()+\-*/x. ]+)?\Z")
_ENUMERATED = r"(?:(?:[ivx]{1,5}|[a-hđ]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:\-–]+\s*|[-–*+•]\s*)"
_PLACE = (
    "thôn|xóm|ấp|bản|làng|tổ dân phố|tổ|tdp|khu phố|khu vực|khu|khóm|buôn|phum|sóc|đường|phố|phường|xã|thị trấn|huyện|quận|cụm|tiểu khu|"
    "nhóm|đối tượng|diện|phòng|phân xưởng|xưởng|chuyền|bộ phận|ban|đội|chi nhánh|khoa|trường hợp|người lao động|lao động|trẻ em|địa bàn|"
    "f ?0|f ?1|phần|danh sách|hộ nghèo|hộ cận nghèo|công nhân|nhân viên"
)
_PLACE_UNMARKED = r"thon|xom|ap|to dan pho|tdp|khu pho|khom|(?:to|khu|doi|ban|phuong|xa|nhom|cum) ?(?:so )?\d+\w?"
_GROUP = re.compile(rf"{_ENUMERATED}?(?:{_PLACE})\b(?! *$)|{_ENUMERATED}?(?:f ?0|f ?1)\Z", re.IGNORECASE)
_GROUP_UNMARKED = re.compile(rf"{_ENUMERATED}?(?:{_PLACE_UNMARKED})\b", re.IGNORECASE)
_ROMAN_HEAD = re.compile(r"(?:(?:I|V|X){1,5}|[A-H])\s*[.)/:\-–]+\s*\S")
_ROMAN = re.compile(r"\(?(?:(?:I|V|X){1,5}|[A-H])[.)/]*\Z")

_TOTAL = re.compile(
    r"[-*+]?\s*(?:tổng cộng|tổng số|tổng tiền|tổng kinh phí|tổng|cộng|total|toàn xã|toàn phường)\b(?! hòa| hoà)|\bcộng mang sang\b", re.IGNORECASE
)
_TOTAL_UNMARKED = re.compile(
    r"(?:tong cong|tong so|tong tien|tong|cong)\b(?: *[:(]| *$| +(?:i|v|x)+\b| thon| xom| to\b| khu| trang| nhom| f[01])", re.IGNORECASE
)
_CARRIED = re.compile(r"mang sang|chuyen (sang )?trang|chuyen sang|cong trang|luy ke")
_NOTE = re.compile(
    r"\bdanh sach (nay )?(co|gom|tren co)\b|\bbang chu\b|^\W*(ghi chu|luu y|chu thich|dvt|don vi tinh)\b|\ban dinh danh sach\b|^\W*tong so nguoi\b|"
    r"^\W*so tien\b.*:|\bkem theo\b|^trang \d+|\bchuyen (sang )?trang\b|\./\.$"
)
_SIGNATURE = re.compile(
    r"\bnguoi (lap|ky|viet|tong hop|phu trach)\b|^(chu tich|pho chu tich|giam doc|pho giam doc|tong giam doc|ke toan|ke toan truong|thu truong|truong thon|truong tram|"
    r"to truong|truong ban|truong phong|can bo|cong chuc|xac nhan|dai dien|thu ky|truong cong an|bi thu|hieu truong|thu quy|thu kho)\b|^(tm|kt|tl|tuq)\b|"
    r"\buy ban nhan dan\b|\bky(,)? (ghi ro|ten|dong dau|va ghi)\b|\b(da ky|ky ten)\b|\bngay .{1,6} thang .{1,6} nam\b|^\W*(noi nhan|luu vt|luu:)|"
    r"\bdai dien (doanh nghiep|nguoi su dung|don vi|co quan|hop tac xa)\b|\bcong doan co so\b|\bco quan bao hiem\b|\bxac nhan cua\b|\bgiam doc bhxh\b"
)
_COUNTED = re.compile(r"\b(?:danh sach|tong so|tong cong|cong)\b.*?\b(\d{1,7})(?: \([^)]*\))? (?:nguoi|lao dong|doi tuong|truong hop|ho)\b")

_FAMILY_NAMES = frozenset(
    [
        "nguyen",
        "tran",
        "le",
        "pham",
        "hoang",
        "huynh",
        "phan",
        "vu",
        "vo",
        "dang",
        "bui",
        "do",
        "ho",
        "ngo",
        "duong",
        "ly",
        "dinh",
        "dao",
        "doan",
        "lam",
        "mai",
        "trinh",
        "truong",
        "to",
        "ta",
        "ha",
        "cao",
        "luu",
        "luong",
        "phung",
        "vuong",
        "quach",
        "tong",
        "thai",
        "chu",
        "chau",
        "dam",
        "la",
        "kieu",
        "nong",
        "hua",
        "thach",
        "danh",
        "kim",
        "giang",
        "vang",
        "lo",
        "quang",
        "ca",
        "be",
        "vi",
        "ma",
        "trieu",
        "y",
        "nie",
        "ksor",
        "ro",
        "dieu",
        "au",
        "banh",
        "bach",
        "bien",
        "cai",
        "cam",
        "can",
        "chung",
        "cu",
        "cung",
        "diep",
        "doanh",
        "du",
        "giap",
        "han",
        "hau",
        "hinh",
        "khong",
        "khuat",
        "khuong",
        "khuc",
        "kha",
        "lac",
        "lai",
        "lieu",
        "luc",
        "lu",
        "ma",
        "mac",
        "man",
        "mau",
        "nghiem",
        "ngan",
        "ngac",
        "ninh",
        "nghi",
        "on",
        "ong",
        "pho",
        "phi",
        "phuong",
        "sam",
        "si",
        "su",
        "tang",
        "than",
        "tieu",
        "tin",
        "tong",
        "to",
        "tra",
        "tran",
        "tu",
        "tuong",
        "ung",
        "uong",
        "van",
        "vien",
        "viet",
        "xa",
        "xuan",
        "yen",
        "lau",
        "mua",
        "sung",
        "thao",
        "hang",
        "chang",
        "cu",
        "giang",
        "ly",
        "thao",
        "vu",
        "quan",
        "dau",
        "dong",
        "bo",
        "sai",
        "phu",
        "son",
        "tho",
        "tan",
        "trang",
        "tao",
        "lang",
        "mong",
        "hu",
    ]
)


def is_column_numbers(line: Line) -> bool:
    """Tell the row that only numbers the columns: `1 2 3`, `(1) (2) (3)`, `A B 1 2 3=1+2`."""
    texts = [text_of(cell).strip() for cell in line if not is_blank(cell)]
    found = [_COLUMN_NUMBER.match(text) for text in texts]
    if len(texts) < 3 or not all(found):  # noqa: PLR2004 - three in a row
        return False
    numbers = [int(m[1]) for m in found if m and m[1].isdecimal()]
    rising = all(b - a in {0, 1, 2} for a, b in pairwise(numbers))
    return rising and (len(numbers) >= 3 or not numbers)  # noqa: PLR2004


def is_group_text(text: str) -> bool:
    """Tell whether a text heads a group of people: `I. Thôn Đoài`, `Tổ dân phố 7`, `B - F1`, never a person's name."""
    plain = clean(text)
    if _GROUP.match(plain) or _ROMAN_HEAD.match(plain):
        return True
    return plain.isascii() and bool(_GROUP_UNMARKED.match(plain))


def is_group_number(cell: Cell) -> bool:
    """Tell a group's number in the order column: `I`, `II`, `A`."""
    return isinstance(cell, str) and bool(_ROMAN.match(cell.strip()))


def is_total_text(text: str) -> bool:
    """Tell whether a text labels a total or subtotal."""
    plain = clean(text)
    return bool(_TOTAL.match(plain)) or (plain.isascii() and bool(_TOTAL_UNMARKED.match(plain)))


def is_carried_text(text: str) -> bool:
    """Tell a total carried to or from another page, which is no total of the list."""
    return bool(_CARRIED.search(fold(text)))


def is_note_text(text: str) -> bool:
    """Tell a remark about the list as a whole."""
    return bool(_NOTE.search(fold(text)))


def is_signature_text(text: str) -> bool:
    """Tell a line of those who sign the list, or its place and date."""
    return bool(_SIGNATURE.search(fold(text)))


def counted_in(text: str) -> int | None:
    """Read how many people a closing line says the list has."""
    found = _COUNTED.search(fold(text).replace(".", ""))
    return int(found[1]) if found else None


def looks_like_a_name(text: str) -> bool:
    """Tell whether a text alone on its line is more likely a person than a group: a known family name, two to six syllables."""
    plain = clean(text)
    syllables = fold(plain).split()
    letters = plain.replace(" ", "").replace("'", "").isalpha()
    return letters and 2 <= len(syllables) <= 6 and syllables[0] in _FAMILY_NAMES  # noqa: PLR2004 - syllables of a name
