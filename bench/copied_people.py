"""People of whom some are on record twice, the second time as clerks write somebody again: with the truth, from a seed.

How often each thing goes wrong is fixed here beforehand and never fitted to what the linkage finds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

FAMILIES = {
    "nguyen": 384, "tran": 121, "le": 95, "pham": 70, "hoang": 26, "huynh": 25, "phan": 45, "vu": 20, "vo": 19, "dang": 21, "bui": 20, "do": 14, "ho": 13, "ngo": 13,
    "duong": 10, "ly": 5, "trinh": 8, "dinh": 8, "mai": 6, "doan": 6, "dao": 5, "truong": 15, "luong": 5, "cao": 5, "ta": 4, "thai": 3, "chu": 3, "la": 2, "quach": 2, "lam": 5,
}  # fmt: skip
WOMEN = "hoa lan hong hue huong mai linh trang thao nga hang ha thuy nhung yen anh tuyet dung loan hien phuong oanh nhan my ly quyen tam".split()  # noqa: SIM905 - a table of words
MEN = "an binh cuong hung hai hieu hoang huy khanh khoa kien lam long loc minh nam nghia phong phuc quan quang son tai thang thanh thinh tho tien toan".split()  # noqa: SIM905 - as above
MIDDLES = ("van", "duc", "huu", "minh", "quang", "xuan", "thanh", "ngoc", "kim", "thu", "dinh", "gia", "bao", "anh", "phuong")
LETTERS = "abcdeghiklmnopqrstuvxy"
SHARE = 0.15
COMMUNES = 10_599
COLUMNS = ("unique_id", "person", "folded_name", "sex", "date_of_birth", "birth_precision", "id_kind", "id_number", "phone", "commune", "district", "province")
Person = dict[str, Any]


def copied_people(records: int, *, seed: int, share: float = SHARE) -> Iterator[Person]:
    """Give `records` rows of which `share` are second ones of somebody given before, in the order of `COLUMNS`."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    people = records - int(records * share)
    firsts: list[Person] = []
    twice = set(chance.sample(range(people), records - people))
    for serial in range(people):
        made = _person(chance, serial)
        yield made
        if serial in twice:
            firsts.append(made)
    for serial, first in enumerate(firsts, people):
        yield _again(chance, first, serial)


def _person(chance: random.Random, serial: int) -> Person:
    female = chance.random() < 0.5
    middles = ["thi"] if female and chance.random() < 0.75 else ["van"] if not female and chance.random() < 0.4 else []
    if chance.random() < 0.55:
        middles.append(chance.choice(MIDDLES))
    name = [*chance.choices(list(FAMILIES), list(FAMILIES.values())), *middles, chance.choice(WOMEN if female else MEN)]
    born = date(1945, 1, 1) + timedelta(days=chance.randrange(60 * 365))
    commune = chance.randrange(COMMUNES)
    old = chance.random() < 0.25 and born.year < 2000
    number = (
        f"{chance.randrange(10**9):09d}"
        if old
        else f"{commune % 63 + 1:03d}{(born.year // 100 - 19) * 2 + female}{born.year % 100:02d}{chance.randrange(10**6):06d}"
    )
    return {
        "unique_id": serial, "person": serial, "folded_name": " ".join(name), "sex": "female" if female else "male", "date_of_birth": born, "birth_precision": "day",
        "id_kind": "cmnd" if old else "cccd", "id_number": number, "phone": _phone(chance), **_place(commune),
    }  # fmt: skip


def _again(chance: random.Random, first: Person, serial: int) -> Person:
    """Write somebody a second time: each thing goes wrong by itself."""
    again = {**first, "unique_id": serial, "folded_name": _name_again(chance, first["folded_name"])}
    again |= _born_again(chance, first["date_of_birth"])
    again |= _number_again(chance, first)
    lot = chance.random()
    again["phone"] = first["phone"] if lot < 0.5 else _phone(chance) if lot < 0.75 else ""
    lot, commune = chance.random(), int(first["commune"])
    again |= _place(commune if lot < 0.85 else (commune + 63 * chance.randrange(1, 100)) % COMMUNES if lot < 0.95 else chance.randrange(COMMUNES))
    if chance.random() < 0.02:
        again["sex"] = ""
    return again


def _name_again(chance: random.Random, name: str) -> str:
    parts, lot = name.split(), chance.random()
    if lot < 0.12:
        place = chance.randrange(len(parts))
        parts[place] = _mistyped(chance, parts[place])
    elif lot < 0.24 and len(parts) > 2:
        parts.pop(chance.randrange(1, len(parts) - 1))
    elif lot < 0.28 and len(parts) > 3:
        parts[1], parts[2] = parts[2], parts[1]
    elif lot < 0.32:
        parts = [part.replace("y", "i") for part in parts]
    return " ".join(parts)


def _mistyped(chance: random.Random, word: str) -> str:
    place, lot = chance.randrange(len(word)), chance.random()
    if lot < 0.4:
        return word[:place] + chance.choice(LETTERS) + word[place + 1 :]
    if lot < 0.7:
        return word[:place] + chance.choice(LETTERS) + word[place:]
    return (word[:place] + word[place + 1 :]) or word


def _born_again(chance: random.Random, born: date) -> dict[str, Any]:
    lot = chance.random()
    if lot < 0.12:
        return {"date_of_birth": date(born.year, 1, 1), "birth_precision": "year"}
    if lot < 0.16 and born.day <= 12:
        return {"date_of_birth": date(born.year, born.day, born.month)}
    if lot < 0.20:
        return {"date_of_birth": born.replace(day=chance.randrange(1, 29))}
    if lot < 0.23:
        return {"date_of_birth": date(born.year + chance.choice((-10, -1, 1, 10)), born.month, min(born.day, 28))}
    return {"date_of_birth": None, "birth_precision": "none"} if lot < 0.25 else {}


def _number_again(chance: random.Random, first: Person) -> dict[str, str]:
    lot, number = chance.random(), str(first["id_number"])
    if lot < 0.37:
        return {}
    if lot < 0.47:
        place = chance.randrange(len(number))
        return {"id_number": number[:place] + str((int(number[place]) + chance.randrange(1, 10)) % 10) + number[place + 1 :]}
    if lot < 0.72:
        other = "cccd" if first["id_kind"] == "cmnd" else "cmnd"
        return {
            "id_kind": other,
            "id_number": f"{chance.randrange(10**9):09d}" if other == "cmnd" else f"{int(first['commune']) % 63 + 1:03d}{chance.randrange(10**9):09d}",
        }
    return {"id_kind": "", "id_number": ""}


def _phone(chance: random.Random) -> str:
    return f"0{chance.choice('35789')}{chance.randrange(10**8):08d}"


def _place(commune: int) -> dict[str, str]:
    """Place a commune in one of 705 districts and 63 provinces; communes that differ by 63 share the province."""
    return {"commune": f"{commune:05d}", "district": f"{commune % 705:03d}", "province": f"{commune % 63 + 1:02d}"}
