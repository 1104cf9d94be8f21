"""Who asks for what in the simulated year: people and employers made from the seed, with facts of the law's worked cases."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from ansinh.doors.cli.demo_plan import BANKS, FAMILIES, MEN, WOMEN
from ansinh.policy.cases import worked_cases
from ansinh.policy.determine import FactError, determine_rows
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Mapping

PROGRAMME = "nq68"
FREE, ILL = "nq68-12", "nq68-08"
FREE_FACTS: Mapping[str, object] = {"informal_worker": True, "lost_work_days": 20, "free_job": "street_vendor", "residence_registered": True}
"""What a commune attests of its informal workers, whatever its province demands."""
BODIES = frozenset({"nq68-02", "nq68-03", "nq68-11"})
"""Policies that an employer asks for itself."""
CASES_ON = date(2021, 8, 10)
"""The day of the worked cases: nothing they tell lies after it."""
WRONG = 0.15
"""In a list with faults, how many of its people have no claim under the law."""
TWICE = 0.02
"""And how many stand in another list already."""
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
HEADINGS = {
    FREE: ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chỗ ở hiện nay", "Công việc", "Số tài khoản", "Ngân hàng"],
    ILL: ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Địa chỉ", "Đối tượng (F0/F1)", "Từ ngày", "Số ngày"],
}


@dataclass(frozen=True)
class Filed:
    """Something filed: a list of a commune, or a filing by whoever the law lets file. `first` is the serial of its first person."""

    number: int
    on: date
    policy: str
    province: str
    place: str
    channel: str
    count: int
    first: int
    at_fault: bool
    earlier: int = 0
    """The serial from which its policy's people begin, of whom some may stand here again."""


@cache
def told_of(policy: str) -> tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]]:
    """Give facts that the law finds eligible for a grown-up of Hải Dương, and facts it does not, out of the policy's worked cases."""
    law = load_programme(PROGRAMME)
    good: list[Mapping[str, Any]] = [{**FREE_FACTS}] if policy == FREE else []
    bad: list[Mapping[str, Any]] = []
    for case in worked_cases(PROGRAMME, policy):
        facts = {name: value for name, value in case.facts.items() if name not in ("date_of_birth", "province")}
        try:
            answer = determine_rows([{**facts, "date_of_birth": date(1985, 3, 4), "province": "30"}], law, policy, as_of=CASES_ON)[0]
        except FactError:
            continue
        if policy != FREE:
            (good if answer.outcome == "eligible" else bad).append(facts)
    return tuple(good), tuple(bad)


def rows_of(filed: Filed, chance: random.Random) -> list[dict[str, Any]]:
    """Make the people of a filing as a form would tell them, each with the facts of her case."""
    good, bad = told_of(filed.policy)
    rows = []
    for place in range(filed.count):
        serial, facts = filed.first + place, chance.choice(good)
        if filed.at_fault and bad and chance.random() < WRONG:
            facts = chance.choice(bad)
        if filed.at_fault and filed.first > filed.earlier and chance.random() < TWICE:
            serial = chance.randrange(filed.earlier, filed.first)
        rows.append({**(body(serial) if filed.policy in BODIES else person(serial, filed.province)), "facts": dict(facts)})
    return rows


def person(serial: int, province: str) -> dict[str, Any]:
    """Make the person of a serial: the same serial and province give the same."""
    woman, year = serial % 2 == 0, 1960 + serial % 36
    name = (
        f"{FAMILIES[serial * 7 % 15]} {'Thị' if woman else 'Văn'} {(WOMEN if woman else MEN)[serial // 15 % 11]} {(WOMEN if woman else MEN)[serial // 3 % 11]}"
    )
    return {
        "full_name": name, "sex": "female" if woman else "male", "date_of_birth": date(year, serial % 12 + 1, serial % 28 + 1).isoformat(),
        "id_number": f"0{province}{int(woman)}{year % 100:02d}{serial % 1_000_000:06d}", "address": f"Tổ {serial % 9 + 1}", "phone": f"09{serial % 100_000_000:08d}",
        "account_number": f"{province}{serial:08d}7700", "bank_name": BANKS[serial % 4],
    }  # fmt: skip


def body(serial: int) -> dict[str, Any]:
    """Make the employer of a serial, with a tax code whose check digit is right."""
    return {
        "full_name": f"Công ty TNHH Mô Phỏng {serial}",
        "id_number": tax_code(serial),
        "address": f"Lô {serial % 40 + 1}",
        "phone": f"09{serial % 100_000_000:08d}",
    }


def tax_code(serial: int) -> str:
    """Give the tax code of a serial; where a stem has no check digit, the next one's that has."""
    stem = 12_345_678 + serial * 11
    while True:
        digits = f"{stem:09d}"
        check = 10 - sum(int(digit) * weight for digit, weight in zip(digits, TAX_WEIGHTS, strict=True)) % 11
        if check < 10:  # noqa: PLR2004 - a digit
            return f"{digits}{check}"
        stem += 1


def list_of(filed: Filed, chance: random.Random) -> bytes:
    """Write a commune's list as it keeps it. One with faults lacks what the law needs of some people."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS[filed.policy])
    for place, row in enumerate(_listed(filed, chance), 1):
        writer.writerow([place, *row])
    return out.getvalue().encode("utf-8-sig")


def _listed(filed: Filed, chance: random.Random) -> Iterable[list[object]]:
    for place in range(filed.count):
        serial = filed.first + place
        if filed.at_fault and filed.first > filed.earlier and chance.random() < TWICE:
            serial = chance.randrange(filed.earlier, filed.first)
        told, wrong = person(serial, filed.province), filed.at_fault and chance.random() < WRONG
        born = date.fromisoformat(told["date_of_birth"])
        who = [told["full_name"], f"{born:%d/%m/%Y}", "Nữ" if told["sex"] == "female" else "Nam", told["id_number"], told["address"]]
        if filed.policy == FREE:
            yield [*who, "Bán hàng rong", told["account_number"], told["bank_name"]]
        else:
            began = filed.on - timedelta(chance.randrange(25, 60))
            yield [*who, chance.choice(("F0", "F1")), f"{began:%d/%m/%Y}", "" if wrong else chance.choice((14, 15, 21))]


REGISTERS: Mapping[str, str] = {
    "si_register": "id_number,full_name,tax_code,insured_from,insured_through,has_labour_contract,draws_pension,ui_months_paid",
    "ui_register": "id_number,full_name,entitled_to_ui",
    "tax_roll": "id_number,tax_code,full_name",
    "business_register": "id_number,tax_code,full_name",
    "stop_orders": "id_number,full_name,employer_stopped_by_authority,stoppage_by_order,business_stopped_by_authority",
}
"""Registers as they stood before the year, with their columns: who was insured, had to stop by order, is registered."""
YES, NO = "có", "không"


def register_lines(filings: Iterable[Filed], named: Callable[[str], random.Random]) -> dict[str, bytes]:
    """Write the registers of the state for everybody who will file, truly: who files with faults is in them all the same."""
    found: dict[str, list[str]] = {register: [heads] for register, heads in REGISTERS.items()}
    for filed in filings:
        for row in rows_of(filed, named(f"rows/{filed.number}")) if filed.channel != "list" else ():
            for register, line in _lines(filed.policy, row):
                found[register].append(line)
    return {register: "\n".join(dict.fromkeys(lines)).encode() for register, lines in found.items() if len(lines) > 1}


def _lines(policy: str, row: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    number, name = row["id_number"], row["full_name"]
    if policy in ("nq68-04", "nq68-05", "nq68-06"):
        yield "si_register", f"{number},{name},,01/2020,07/2021,{'' if policy == 'nq68-06' else YES},{NO},"
        yield "ui_register", f"{number},{name},{NO}"
        yield "stop_orders", f"{number},{name},{'' if policy == 'nq68-05' else YES},{YES if policy == 'nq68-05' else ''},"
    elif policy == "nq68-03":
        yield "si_register", f",,{number},,,,,{row['facts'].get('ui_months_paid', '')}"
    elif policy == "nq68-10":
        code = tax_code(int(number[-6:]))
        yield "tax_roll", f"{number},{code},{name}"
        yield "business_register", f"{number},{code},{name}"
        yield "stop_orders", f"{number},{name},,,{YES}"
