"""What a column of a list means, told from its heading in whatever words a clerk has chosen."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from ansinh.policy.names import clean, fold

LONGEST_HEADING = 120
"""Characters; longer text is a sentence, not a heading."""


class Meaning(NamedTuple):
    """A meaning and how sure the words are of it, 0 to 100."""

    name: str
    sureness: int


_RULES: tuple[tuple[str, int, str, str], ...] = (
    # meaning, sureness, words (regular expression on the folded heading), words that forbid it
    ("order", 100, r"^(stt|s tt|tt|so tt|so thu tu|thu tu|no|order)$", ""),
    ("row_key", 100, r"^ma dong$", ""),
    ("id_issued_on", 98, r"\bngay (\w+ ){0,3}cap\b|\bcap ngay\b|\bdate of issue\b", r"\bso (cmnd|cccd|can cuoc|dinh danh)|cmnd cccd ngay"),
    ("id_issued_by", 98, r"\bnoi cap\b|\bco quan cap\b", r"\bso (cmnd|cccd|can cuoc|dinh danh)|\bngay cap"),
    ("id_number", 97, r"\b(cccd|can cuoc|dinh danh|ma dinh danh|id number|id no|citizen id)\b", r"\b(chu ho|cha|me)\b"),
    ("id_number", 92, r"\b(cmnd|cmtnd|cmt|cm nd|cmnn|chung minh|giay to tuy than|so giay to|so cm|ho chieu|identity)\b", r"\b(chu ho|cha|me)\b"),
    ("si_number", 95, r"\b(so so|ma so|so|ma) (bhxh|bao hiem xa hoi|bao hiem|bh)\b|^(bhxh|so bhxh|social insurance.*)$", r"\b(thang|thoi gian|muc)\b"),
    ("account_number", 96, r"\b(so|stk|so hieu) ?(tai khoan|tk)\b|\bstk\b|\baccount (number|no)\b", r"\bten\b|\bchu (tai khoan|tk)\b"),
    ("account_number", 80, r"\b(tai khoan|tk)\b", r"\bten\b|\bchu (tai khoan|tk)\b"),
    ("account_holder", 96, r"\b(ten|chu) (chu )?(tai khoan|tk)\b", r"\bso (tai khoan|tk)\b"),
    ("bank_name", 90, r"\b(ngan hang|bank|nh|nhtm|chi nhanh)\b", r"^(so|stk)\b.*\b(tai khoan|tk)\b"),
    ("phone", 95, r"\b(dien thoai|sdt|so dt|dt|dtdd|sdtdd|di dong|so lien he|lien he|phone|mobile|tel|dthoai)\b", r"\bkhong\b"),
    ("children_under_6", 95, r"\b(con|tre|tre em|chau)\b.*\bduoi 0?6\b|\bduoi 0?6 tuoi\b|\bso con\b|\bnuoi con\b", r"\b(ho ten|ho va ten|ngay sinh)\b"),
    ("pregnant", 95, r"\b(mang thai|co thai|thai san|mang bau|bau|pregnant)\b", ""),
    ("period", 94, r"\btu( ngay)?\b.*\b(den|toi)( ngay)?\b", r"\btu nguyen\b|\bso ngay\b"),
    ("period_days", 96, r"\bso ngay\b|\btong (so )?ngay\b|\bsongay\b|\bso luong ngay\b|\bdays\b", r"\bcong lam viec\b"),
    ("period_start", 92, r"^(tu|bat dau|tu ngay)\b|\b(tu ngay|ngay bat dau|thoi (gian|diem) bat dau|ngay vao|nhap vien|bat dau|start)\b", r"\bsinh\b"),
    ("period_end", 92, r"^(den|toi|den ngay)\b|\b(den ngay|den het|toi ngay|ket thuc|ngay (ra|ve|xuat)|xuat vien|ra vien|end)\b", r"\bsinh\b|dia chi"),
    ("period_start", 85, r"\b(ngay|thoi diem) (nghi|tam hoan|ngung|cham dut|cach ly|dieu tri|mat viec|dung)\b", r"\bsinh\b|\bso ngay\b"),
    ("period", 60, r"\bthoi gian (dieu tri|cach ly|nghi|tam hoan|ngung|thuc hien)", ""),
    (
        "date_of_birth",
        96,
        r"\b(ngay|nam|thang)( \w+){0,2} sinh\b|\bsinh (ngay|nam)\b|\b(ntns|namsinh|ngaysinh|n sinh|nsinh|dob|date of birth|birth ?da(te|y))\b",
        r"\bnoi sinh\b",
    ),
    ("date_of_birth", 70, r"\bsinh\b", r"\b(noi|khai|hoc|ho) sinh\b|\bsinh (vien|hoat|song|ke)\b"),
    ("sex", 95, r"\bgioi tinh\b|^(gioi|gt|phai|nam nu|nu nam|sex|gender)$", ""),
    ("surname", 99, r"\bho (va )?(ten )?(chu )?(dem|lot|ten dem)$|\bho (ten )?dem\b|^(ho|ho lot|ho va dem|last name|surname)$", r"\bdem va ten\b"),
    ("given_name", 80, r"^(ten|first name|given name)$|\bho va ten ten$|\bho ten ten$", ""),
    (
        "full_name",
        97,
        r"\bho( va| & )? ?(chu dem va )?ten\b|\bhoten\b|\bhovaten\b|^(full name|name|ten day du|danh tinh)$",
        r"\b(chu ho|cha|me|bo|vo|chong|giam ho|than nhan|nguoi than|tai khoan|tk|don vi|cong ty)\b",
    ),
    ("full_name", 75, r"\bten (nguoi|doi tuong|lao dong|nld|ca nhan|cong dan|benh nhan|chu ho)\b|\bho (va )?ten (chu ho|chu)\b", r"\b(cha|me|bo|vo|chong)\b"),
    ("full_name", 66, r"^(nguoi lao dong|doi tuong duoc ho tro|nguoi (de nghi|duoc|thu) (\w+ ?){0,3}|nguoi huong|ho ten\b.*|ten nld|nld)$", ""),
    ("group_f0", 90, r"^(.*\b(doi tuong|dien|nhom|loai)\b )?f ?0$", ""),
    ("group_f1", 90, r"^(.*\b(doi tuong|dien|nhom|loai)\b )?f ?1$", ""),
    ("group", 93, r"\bf0\b.*\bf1\b|\bf1\b.*\bf0\b", ""),
    ("group", 84, r"\b(doi tuong|dien doi tuong|phan loai|nhom doi tuong|loai doi tuong|thuoc dien|hinh thuc)\b", ""),
    ("occupation", 90, r"\b(nghe|nghe nghiep|cong viec|viec lam|nganh nghe|occupation|job)\b", r"\bnghi viec\b"),
    (
        "amount",
        98,
        r"\b(thanh tien|tong tien|tong so tien|tong kinh phi|tong muc|tong cong( so)?( tien)?|tong ho tro|duoc nhan|thuc nhan|thuc linh)\b",
        r"\bluong\b|\bbang chu\b",
    ),
    ("amount", 94, r"\bso tien\b|\btien (de nghi )?(duoc )?ho tro\b|\bkinh phi\b|\b(amount|total)\b", r"\bluong\b|\bbang chu\b|\bso tien an\b"),
    (
        "amount",
        88,
        r"\bmuc (tien )?(de nghi )?(duoc )?(ho tro|huong|chi|tien)\b|^(tien|so tien an|tien an|tong|cong|dong|vnd|ho tro)$|\btien an\b",
        r"\bluong\b|\bbang chu\b|\b(1|mot) ngay\b|\b(moi|tren|/) ?ngay\b|\bngay$",
    ),
    ("amount_part", 70, r"\b(don gia|dinh muc|muc (chi|ho tro|tien an)|tien|ho tro)\b", r"\bluong\b|\bbang chu\b"),
    (
        "address",
        96,
        r"\b(cho o|noi o|tam tru|cu tru)\b|\bhien (nay|tai|o)\b|\bdia chi\b|\baddress\b",
        r"\b(thuong tru|ho khau|cong ty|don vi|noi lam viec|email)\b|\b(cong viec|nghe)\b",
    ),
    ("address", 85, r"\b(dia chi|thuong tru|ho khau|hktt|dkhktt|nguyen quan|que quan)\b", r"\b(cong ty|don vi)\b|\bso ho khau\b"),
    ("address", 70, r"^(thon|xom|ap|ban|to|khu|khu pho|to dan pho|tdp|thon xom|khom|buon|lang|thon ban|dia ban|thon to dan pho|ap khu pho)( \w+){0,3}$", r"\d"),
    ("signature", 95, r"\bky\b|\bchu ky\b|\bdiem chi\b|\bsignature\b", r"\b(trong|dau|cuoi|hop dong) ky\b|\bky (hop dong|luong)\b"),
    ("note", 95, r"\b(ghi chu|chu thich|g chu|note|notes|remarks?)\b", ""),
)
MEANINGS = frozenset({name for name, *_ in _RULES} | {"male", "female", "birth_day", "birth_month", "birth_year"})
"""All that a column can mean."""
_COMPILED = [(name, sure, re.compile(words), re.compile(never) if never else None) for name, sure, words, never in _RULES]

_USUAL_WORDS = {
    "so thu tu": "order", "ho va ten": "full_name", "ho ten": "full_name", "ngay thang nam sinh": "date_of_birth", "ngay sinh": "date_of_birth",
    "nam sinh": "date_of_birth", "gioi tinh": "sex", "so cmnd cccd": "id_number", "can cuoc cong dan": "id_number", "cmnd": "id_number",
    "chung minh nhan dan": "id_number", "dia chi": "address", "cho o hien nay": "address", "noi cu tru": "address", "dien thoai": "phone",
    "so dien thoai": "phone", "nghe nghiep": "occupation", "cong viec": "occupation", "so tien": "amount", "thanh tien": "amount",
    "so tien ho tro": "amount", "so tai khoan": "account_number", "ngan hang": "bank_name", "ky nhan": "signature", "ghi chu": "note",
    "tu ngay": "period_start", "den ngay": "period_end", "so ngay": "period_days", "doi tuong": "group", "so so bhxh": "si_number",
    "dang mang thai": "pregnant", "so con duoi 6 tuoi": "children_under_6",
}  # fmt: skip
_ALIKE = 0.84
_PUNCTUATION = re.compile(r"[^\w]+|_")
_BRACKETS = re.compile(r"\([^)]*\)")


@lru_cache(maxsize=4_000)
def words_of(heading: str) -> str:
    """Fold a heading to bare words with single spaces: `Số CMND/thẻ CCCD` is `so cmnd the cccd`."""
    return " ".join(_PUNCTUATION.sub(" ", fold(heading)).split())


@lru_cache(maxsize=4_000)
def meaning_of(heading: str) -> Meaning | None:
    """Tell what one heading means by its own words, None when they say nothing known."""
    if not heading or len(heading) > LONGEST_HEADING:
        return None
    marked = clean(heading).lower().strip(" .:()*")
    if marked in {"nam", "nữ", "nu"}:
        return Meaning("male" if marked == "nam" else "female", 90)
    found = _by_rule(words_of(heading))
    bare = words_of(_BRACKETS.sub(" ", heading))
    if bare != words_of(heading):
        found = max((m for m in (found, _by_rule(bare)) if m), key=lambda m: m.sureness, default=None)
    return found or _by_likeness(bare or words_of(heading))


def _by_rule(words: str) -> Meaning | None:
    best: Meaning | None = None
    for name, sure, pattern, never in _COMPILED:
        if (best is None or sure > best.sureness) and pattern.search(words) and not (never and never.search(words)):
            best = Meaning(name, sure)
    return best


def _by_likeness(words: str) -> Meaning | None:
    """Forgive a slip of the finger: the usual heading that differs by a letter or two."""
    if not 4 <= len(words) <= 30:  # noqa: PLR2004 - shorter is chance, longer is a sentence
        return None
    ratios = ((SequenceMatcher(None, words, usual).ratio(), name) for usual, name in _USUAL_WORDS.items())
    ratio, name = max(ratios)
    return Meaning(name, round(60 * ratio)) if ratio >= _ALIKE else None


def meaning_under(path: tuple[str, ...]) -> Meaning | None:
    """Tell what a column means whose headings from top to bottom are `path`; the lowest word counts most."""
    path = tuple(part for part in path if part)
    if not path:
        return None
    own = meaning_of(path[-1])
    if len(path) == 1:
        return own
    if own and own.name in {"male", "female"}:
        return own
    whole = meaning_of(" ".join(path))
    part = _part_of_birth(path)
    candidates = [m for m in (part, own, whole) if m]
    if own and own.sureness >= 80:  # noqa: PLR2004 - its own words are clear
        return part or own
    return max(candidates, key=lambda m: m.sureness, default=None)


def _part_of_birth(path: tuple[str, ...]) -> Meaning | None:
    """Tell the day, month and year columns under a birth heading apart."""
    above = meaning_of(" ".join(path[:-1]))
    last = clean(path[-1]).lower().strip(" .:()")
    parts = {"ngày": "birth_day", "ngay": "birth_day", "tháng": "birth_month", "thang": "birth_month", "năm": "birth_year"}
    if above and above.name == "date_of_birth" and last in parts:
        return Meaning(parts[last], 97)
    return None


def unit_of(text: str) -> int:
    """Tell in what unit of đồng amounts are given by a heading or a line above the table: 1, 1,000 or 1,000,000."""
    words = words_of(text)
    if re.search(r"\btrieu( dong)?\b", words) and re.search(r"\b(dvt|don vi tinh|don vi|tien|kinh phi|muc)\b", words):
        return 1_000_000
    if re.search(r"\b(nghin|ngan|1 000|1000) ?(dong|d|vnd)\b", words):
        return 1_000
    return 1
