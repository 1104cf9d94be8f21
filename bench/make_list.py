"""Makes lists as communes and employers send them, from a seed, with the truth beside: for measurements and tests.

`python bench/make_list.py --rows 131072 --policy nq68-12 --seed 1 OUT.xlsx` writes OUT.xlsx and OUT.truth.json.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from ansinh.policy.identifiers import CCCD_PROVINCES

FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Đinh",
    "Đào",
    "Đoàn",
    "Lâm",
    "Mai",
    "Trịnh",
    "Trương",
    "Tô",
    "Tạ",
    "Hà",
]
MIDDLE_MALE = ["Văn", "Hữu", "Đức", "Quang", "Minh", "Ngọc", "Công", "Xuân", "Đình", "Thành", "Quốc", "Bá"]
MIDDLE_FEMALE = ["Thị", "Thu", "Ngọc", "Thanh", "Kim", "Mỹ", "Diệu", "Hồng", "Bích", "Phương", "Thuý", "Khánh"]
GIVEN_MALE = [
    "Hùng",
    "Dũng",
    "Tuấn",
    "Sơn",
    "Long",
    "Nam",
    "Hải",
    "Đạt",
    "Khôi",
    "Thành",
    "An",
    "Bình",
    "Cường",
    "Giang",
    "Huy",
    "Kiên",
    "Lộc",
    "Phúc",
    "Tâm",
    "Vinh",
]
GIVEN_FEMALE = [
    "Hoa",
    "Lan",
    "Mai",
    "Hương",
    "Hạnh",
    "Thảo",
    "Yến",
    "Tuyết",
    "Ngọc",
    "Oanh",
    "Ánh",
    "Bình",
    "Chi",
    "Dung",
    "Hằng",
    "Liên",
    "Nga",
    "Phượng",
    "Trang",
    "Vân",
]
PLACES = ["Thôn Đoài", "Xóm 3", "Khu 5", "Tổ dân phố 7", "Thôn Đông", "Ấp Bình Hòa", "Bản Nà Cóc"]
JOBS = ["bốc vác", "phụ hồ", "xe ôm", "bán vé số", "giúp việc", "thu mua phế liệu"]
BANKS = ["Agribank", "BIDV", "Vietcombank", "VietinBank"]

TITLES = {
    "nq68-12": "DANH SÁCH NGƯỜI LAO ĐỘNG KHÔNG CÓ GIAO KẾT HỢP ĐỒNG LAO ĐỘNG ĐỀ NGHỊ HỖ TRỢ",
    "nq68-08": "DANH SÁCH NGƯỜI ĐIỀU TRỊ, CÁCH LY Y TẾ ĐỀ NGHỊ HỖ TRỢ TIỀN ĂN",
    "nq68-04": "DANH SÁCH NGƯỜI LAO ĐỘNG TẠM HOÃN HỢP ĐỒNG, NGHỈ VIỆC KHÔNG HƯỞNG LƯƠNG",
}
HEADINGS: dict[str, list[tuple[str, str]]] = {
    "nq68-12": [
        ("STT", ""), ("Họ và tên", ""), ("Ngày, tháng, năm sinh", "Nam"), ("", "Nữ"), ("Số CMND/\nthẻ CCCD", ""), ("Chỗ ở hiện nay", ""),
        ("Số điện thoại", ""), ("Công việc trước khi mất việc", ""), ("Số tài khoản", ""), ("Ngân hàng", ""), ("Số tiền hỗ trợ (đồng)", ""), ("Ký nhận", ""),
    ],
    "nq68-08": [
        ("TT", ""), ("HỌ TÊN", ""), ("Năm sinh", ""), ("Giới tính", ""), ("Số căn cước công dân", ""), ("Địa chỉ", ""), ("Đối tượng (F0/F1)", ""),
        ("Thời gian điều trị, cách ly", "Từ ngày"), ("", "Đến ngày"), ("Số ngày", ""), ("Thành tiền", ""), ("Ghi chú", ""),
    ],
    "nq68-04": [
        ("Số TT", ""), ("Họ và tên người lao động", ""), ("Ngày sinh", ""), ("Giới tính", ""), ("Số sổ BHXH", ""), ("CMND/CCCD", ""),
        ("Thời gian tạm hoãn, nghỉ việc", "Từ"), ("", "Đến"), ("Đang mang thai", ""), ("Số con dưới 6 tuổi", ""), ("Số tài khoản", ""), ("Ngân hàng", ""),
    ],
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """One person of the list and what the reader should say of the row."""

    name: str
    sex: str
    born: date
    card: str
    codes: list[str] = field(default_factory=list)
    precision: str = "day"


class Maker:
    """Writes one list. The same seed gives the same list."""

    def __init__(self, seed: int, rows: int, policy: str, *, messy: bool) -> None:
        """Begin from `seed`; a list that is not messy has no slips."""
        self.chance, self.rows, self.policy, self.messy = random.Random(seed), rows, policy, messy  # noqa: S311 - no secret
        self.seen: set[str] = set()
        self.provinces = sorted(CCCD_PROVINCES)

    def person(self) -> Person:
        """Make somebody with a valid card that nobody else in the list has."""
        chance = self.chance
        sex = chance.choice(("male", "female"))
        born = date(1945, 1, 1) + timedelta(days=chance.randrange(27_000))
        middle, given = (MIDDLE_MALE, GIVEN_MALE) if sex == "male" else (MIDDLE_FEMALE, GIVEN_FEMALE)
        name = f"{chance.choice(FAMILY)} {chance.choice(middle)} {chance.choice(given)}"
        while True:
            century = 2 * (born.year // 100 - 19) + (sex == "female")
            card = f"{chance.choice(self.provinces)}{century}{born.year % 100:02d}{chance.randrange(1_000_000):06d}"
            if card not in self.seen:
                self.seen.add(card)
                return Person(name, sex, born, card)

    def rarely(self, share: float) -> bool:
        """Say yes in a share of the cases, in a messy list only."""
        return self.messy and self.chance.random() < share

    def name_cell(self, person: Person) -> str:
        """Write the name as clerks do."""
        style = self.chance.random() if self.messy else 1.0
        if style < 0.2:
            return person.name.upper()
        return f"  {person.name.replace(' ', '  ')} " if style < 0.3 else person.name.lower() if style < 0.35 else person.name

    def birth_cell(self, person: Person) -> str | int | datetime:
        """Write the birth date in one of the usual ways."""
        born = person.born
        way = self.chance.randrange(8) if self.messy else 0
        if way == 1:
            return datetime(born.year, born.month, born.day)  # noqa: DTZ001 - a spreadsheet has no time zone
        if way == 2:
            person.precision = "year"
            return self.chance.choice((born.year, str(born.year)))
        if way == 3:
            person.precision = "month"
            return f"{born.month:02d}/{born.year}"
        if way == 4 and person.card:
            return f"{born.day}-{born.month}-{born.year % 100:02d}"
        if self.rarely(0.02):
            person.precision = "none"
            person.codes.append("birth_unreadable")
            return "không rõ"
        return f"{born.day:02d}/{born.month:02d}/{born.year}" if way != 5 else f"{born.day:02d}.{born.month:02d}.{born.year}"

    def card_cell(self, person: Person) -> str | int | None:
        """Write the card number, sometimes as a number cell that lost its zero."""
        if self.rarely(0.01):
            person.card = ""
            person.codes.append("id_missing")
            return None
        if self.rarely(0.2):
            person.codes.append("id_leading_zero_restored")
            return int(person.card)
        if self.rarely(0.1):
            return f"{person.card[:3]} {person.card[3:6]} {person.card[6:]}"
        return person.card

    def cells(self, order: int, person: Person) -> tuple[list[Any], dict[str, Any]]:
        """Write the cells of one row, and what more is true of it."""
        chance = self.chance
        card = self.card_cell(person)
        birth = self.birth_cell(person)
        account, bank = f"{chance.randrange(10**12):012d}", chance.choice(BANKS)
        start = date(2021, 5, 5) + timedelta(days=chance.randrange(60))
        days = chance.choice((14, 15, 21, 28, 30, 45))
        end = start + timedelta(days=days - 1)
        from_cell, to_cell = start.strftime("%d/%m/%Y"), datetime(end.year, end.month, end.day)  # noqa: DTZ001 - as above
        sex = "Nam" if person.sex == "male" else "Nữ"
        name = self.name_cell(person)
        if self.policy == "nq68-12":
            amount = 1_500_000
            if self.rarely(0.01):
                amount = 1_000_000
                person.codes.append("amount_differs_from_law")
            male, female = (birth, None) if person.sex == "male" else (None, birth)
            shown: Any = f"{amount:,}".replace(",", ".") if self.rarely(0.2) else amount
            phone = f"09{chance.randrange(10**8):08d}"
            return [order, name, male, female, card, chance.choice(PLACES), phone, chance.choice(JOBS), account, bank, shown, None], {"amount": amount}
        if self.policy == "nq68-08":
            group = chance.choice(("F0", "F1"))
            amount = 80_000 * min(days, 45 if group == "F0" else 21)
            if _under_16(person.born, start):
                amount += 1_000_000
            return [order, name, birth, sex, card, chance.choice(PLACES), group, from_cell, to_cell, days, amount, None], {"amount": amount}
        children, pregnant = chance.choice((None, 0, 1, 2)), "x" if person.sex == "female" and chance.random() < 0.1 else None
        return [order, name, birth, sex, f"{chance.randrange(10**10):010d}", card, from_cell, to_cell, pregnant, children, account, bank], {}


def _under_16(born: date, on: date) -> bool:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < 16


def make_list(path: Path, *, rows: int, policy: str = "nq68-12", seed: int = 1, messy: bool = True) -> dict[str, Any]:
    """Write a list of `rows` people to `path` and give the truth: rows as the reader should give them, and the total."""
    maker = Maker(seed, rows, policy, messy=messy)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Danh sách")

    def put(row: int, cells: list[Any]) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, column, cell, day)
            elif cell is not None and cell != "":
                sheet.write(row, column, cell)

    headings = HEADINGS[policy]
    put(0, ["ỦY BAN NHÂN DÂN XÃ AN BÌNH", "", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"])
    put(2, ["", TITLES[policy]])
    put(4, [upper for upper, _ in headings])
    put(5, [lower for _, lower in headings])
    put(6, [str(n) for n in range(1, len(headings) + 1)])
    truth = _fill(maker, put, 7)
    if policy == "nq68-12":
        put(truth["next"], ["", "TỔNG CỘNG", *[""] * 8, truth["total"]])
    put(truth["next"] + 2, ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"])
    put(truth["next"] + 5, ["", "Lê Văn A", "", "", "", "", "Trần Văn B"])
    book.close()
    return {"policy": policy, "rows": truth["rows"], "declared_total": truth["total"] if policy == "nq68-12" else None}


def _fill(maker: Maker, put: Callable[[int, list[Any]], None], row: int) -> dict[str, Any]:
    """Write the people, with a group heading now and then and, if messy, a blank row."""
    rows: list[dict[str, Any]] = []
    total = 0
    for order in range(1, maker.rows + 1):
        if maker.messy and order % 500 == 1:
            put(row, ["", f"Thôn số {order // 500 + 1}"])
            row += 1
        person = maker.person()
        cells, more = maker.cells(order, person)
        put(row, cells)
        born = {"day": person.born, "month": person.born.replace(day=1), "year": person.born.replace(month=1, day=1)}.get(person.precision)
        rows.append(
            {
                "row": row + 1, "full_name": person.name, "sex": person.sex, "date_of_birth": born.isoformat() if born else None,
                "birth_precision": person.precision, "id_number": person.card or None, "codes": sorted(person.codes), **more,
            }
        )  # fmt: skip
        total += more.get("amount", 0)
        row += 2 if maker.rarely(0.01) else 1
    return {"rows": rows, "total": total, "next": row}


def main() -> None:
    """Write a list and its truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, default=131_072)
    parser.add_argument("--policy", choices=sorted(HEADINGS), default="nq68-12")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clean", action="store_true", help="no slips: every row is as it should be")
    asked = parser.parse_args()
    truth = make_list(asked.out, rows=asked.rows, policy=asked.policy, seed=asked.seed, messy=not asked.clean)
    asked.out.with_suffix(".truth.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
