"""People of a made-up list: names, cards and slips of the pen as clerks make them. They are nobody."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

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

FIRST_BIRTH, BIRTH_DAYS = date(1945, 1, 1), 27_000
UPPER, SPACED, LOWER = 0.2, 0.3, 0.35
"""Shares of names written in capitals, with spaces too many, in small letters, each on top of the one before."""


@dataclass(slots=True)
class Person:
    """One person of the list and what the reader should say of the row."""

    name: str
    sex: str
    born: date
    card: str
    codes: list[str] = field(default_factory=list)
    precision: str = "day"

    @property
    def born_as_written(self) -> date | None:
        """The birth date as far as the list tells it: the first day of what is told, nothing where it cannot be read."""
        return {"day": self.born, "month": self.born.replace(day=1), "year": self.born.replace(month=1, day=1)}.get(self.precision)


class Clerk:
    """Thinks up people and writes them down. The same seed thinks up the same people; a clerk who is not messy makes no slips."""

    def __init__(self, seed: int, *, messy: bool) -> None:
        """Begin from `seed`."""
        self.chance, self.messy = random.Random(seed), messy  # noqa: S311 - no secret
        self.seen: set[str] = set()
        self.provinces = sorted(CCCD_PROVINCES)

    def person(self) -> Person:
        """Make somebody with a valid card that nobody else in the list has."""
        chance = self.chance
        sex = chance.choice(("male", "female"))
        born = FIRST_BIRTH + timedelta(days=chance.randrange(BIRTH_DAYS))
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
        if style < UPPER:
            return person.name.upper()
        if style < SPACED:
            return f"  {person.name.replace(' ', '  ')} "
        return person.name.lower() if style < LOWER else person.name

    def birth_cell(self, person: Person) -> str | int | datetime:
        """Write the birth date in one of the usual ways."""
        born = person.born
        match self.chance.randrange(8) if self.messy else 0:
            case 1:
                return datetime(born.year, born.month, born.day)  # noqa: DTZ001 - a spreadsheet has no time zone
            case 2:
                person.precision = "year"
                return self.chance.choice((born.year, str(born.year)))
            case 3:
                person.precision = "month"
                return f"{born.month:02d}/{born.year}"
            case 4 if person.card:
                return f"{born.day}-{born.month}-{born.year % 100:02d}"
            case way:
                if self.rarely(0.02):
                    person.precision = "none"
                    person.codes.append("birth_unreadable")
                    return "không rõ"
                return f"{born:%d.%m.%Y}" if way == 5 else f"{born:%d/%m/%Y}"  # noqa: PLR2004 - one of the eight ways

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
