"""What the demonstration's history holds: how many people of which policy and amount in which province, to the đồng."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ansinh.policy.groups import groups_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PRAISED_VND = {"30": 107_000_000_000, "27": 75_000_000_000, "38": 74_000_000_000, "24": 63_000_000_000, "19": 57_000_000_000}
"""Hải Dương, Bắc Ninh, Thanh Hóa, Bắc Giang, Thái Nguyên: what they were praised for having paid in the first days of August 2021."""

FREE_VND, HALF_VND, FULL_VND, CHILD_VND = 1_500_000, 1_855_000, 3_710_000, 1_000_000
AMOUNTS = {"free": FREE_VND, "half": HALF_VND, "full": FULL_VND, "child": FULL_VND + CHILD_VND, "two": FULL_VND + 2 * CHILD_VND}
"""What a person of each kind receives: an informal worker, half and full leave without pay, full leave with one and with two small children."""

UNIT_VND = 5_000
"""The largest amount that divides all of `AMOUNTS`."""

FREE, LEAVE = "nq68-12", "nq68-04"
PEOPLE_A_LIST = {FREE: 500, LEAVE: 3_000}
CASH_EVERY = 3
"""Each third list of informal workers has no bank accounts: those are paid by hand, from a list with a column to sign."""
FAILING = "0404"
LEAVE_FROM = date(2021, 7, 1)
DAYS = 28
"""Calendar days from the first list of the history to the day it is loaded."""


@dataclass(frozen=True)
class PlannedList:
    """One list: where and on which day it comes, its rows by kind, and how far its dossier has come by now."""

    province: str
    number: int
    policy: str
    day: int
    """Days after the history's first."""
    kinds: Mapping[str, int]
    until: str = "paid"
    """`paid`, or the step whose owner still has it, or `returned`."""
    pace: int = 1
    """Working days that each step takes."""
    failing: int = 0
    """How many of the transfers come back."""
    place: int = field(default=0)
    """Which of the province's communes or districts, by the order of their codes."""

    @property
    def name(self) -> str:
        """Its file's name, by which it is known again."""
        return f"trinh-dien-{self.province}-{self.number:03d}.csv"

    @property
    def in_cash(self) -> bool:
        """Whether its people have no bank account."""
        return self.policy == FREE and self.number % CASH_EVERY == 0


def planned() -> list[PlannedList]:
    """Give all lists of the history: those of the five provinces by turns, then one of every other."""
    praised = [list(_praised(province, vnd)) for province, vnd in PRAISED_VND.items()]
    longest = max(len(lists) for lists in praised)
    by_turns = [lists[turn] for turn in range(longest) for lists in praised if turn < len(lists)]
    return by_turns + list(_others())


def exact(vnd: int) -> dict[str, int]:
    """Give how many people of each kind come to exactly `vnd`: mostly full leave, with supplements, the rest to fit.

    Raises `ValueError` for a sum that is no multiple of `UNIT_VND` or too small to be split so.
    """
    units, odd = divmod(vnd, UNIT_VND)
    size = {kind: amount // UNIT_VND for kind, amount in AMOUNTS.items()}
    found = {"free": units * 5 // 100 // size["free"], "child": units * 25 // 100 // size["child"], "two": units * 8 // 100 // size["two"]}
    rest = units - sum(size[kind] * count for kind, count in found.items())
    most = size["free"] * size["half"]  # with fewer halves than an informal worker has units, every rest is met once
    found["full"] = max(0, (rest - most) // size["full"])
    rest -= found["full"] * size["full"]
    for half in range(size["free"]):
        left, over = divmod(rest - half * size["half"], size["free"])
        if not odd and not over and left >= 0:
            return {**found, "half": half, "free": found["free"] + left}
    message = f"{vnd} đồng cannot be made of these amounts"
    raise ValueError(message)


def _praised(province: str, vnd: int) -> Iterator[PlannedList]:
    number = 0
    for policy, kinds in ((FREE, ("free",)), (LEAVE, ("full", "child", "two", "half"))):
        waiting = {kind: count for kind in kinds if (count := exact(vnd)[kind])}
        while waiting:
            room, taken = PEOPLE_A_LIST[policy], {}
            for kind in list(waiting):
                taken[kind] = min(room, waiting[kind])
                room -= taken[kind]
                waiting[kind] -= taken[kind]
                if not waiting[kind]:
                    del waiting[kind]
            number += 1
            yield PlannedList(province, number, policy, number * 5 % 17, {kind: count for kind, count in taken.items() if count}, place=number)


def _others() -> Iterator[PlannedList]:
    """Give one small list for each other province: the quiet ones late, those under lockdown at every stage, some money come back."""
    steps = ("list", "appraise", "approve", "paid", "returned", "paid")
    for turn, (province, group) in enumerate(sorted(groups_of().items())):
        if province in PRAISED_VND:
            continue
        until = steps[turn % len(steps)]
        late = DAYS - 4 - turn % 9 if until != "paid" else turn % 9
        pace = {"a": 3, "b": 1, "c": 2}[group] if until == "paid" else 1
        people = 24 + turn * 37 % 150
        yield PlannedList(province, 1, FREE, late, {"free": people}, until, pace, failing=2 if turn % 4 == 0 and until == "paid" else 0, place=turn % 3)


FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Trịnh", "Phan", "Võ")
WOMEN = ("Hoa", "Lan", "Hạnh", "Yến", "Thu", "Mai", "Ngọc", "Hương", "Thảo", "Nhung", "Loan")
MEN = ("Nam", "Hùng", "Dũng", "Sơn", "Tuấn", "Đức", "Long", "Cường", "Thắng", "Bình", "Quang")
BANKS = ("Agribank", "BIDV", "Vietcombank", "VietinBank")
TRADES = ("Phụ hồ", "Bán hàng rong", "Xe ôm", "Bốc vác", "Giúp việc nhà", "Thu gom phế liệu")
HEADINGS = {
    FREE: ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chỗ ở hiện nay", "Công việc", "Số tài khoản", "Ngân hàng"],
    LEAVE: [
        "STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chỗ ở hiện nay", "Nghỉ từ ngày", "Số ngày nghỉ", "Mang thai", "Số con dưới 6 tuổi",
        "Số tài khoản", "Ngân hàng",
    ],
}  # fmt: skip


def content(of: PlannedList) -> bytes:
    """Write the list as the office keeps it. Its people are made up; their numbers are well-formed and each comes once."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS[of.policy])
    place = 0
    for kind, count in of.kinds.items():
        for _ in range(count):
            place += 1
            writer.writerow(_row(of, kind, place))
    return out.getvalue().encode("utf-8-sig")


def _row(of: PlannedList, kind: str, place: int) -> list[object]:
    woman, serial = place % 2 == 0, of.number * 4_000 + place
    year = 1960 + (place * 7 + of.number) % 30
    number = f"0{of.province}{int(woman)}{year % 100:02d}{serial:06d}"
    given = (WOMEN if woman else MEN)[(place * 3 + of.number) % 11]
    name = f"{FAMILIES[(place * 7 + of.number) % 15]} {'Thị' if woman else 'Văn'} {given}"
    person = [place, name, f"{place % 28 + 1:02d}/{place % 12 + 1:02d}/{year}", "Nữ" if woman else "Nam", number, f"Tổ {place % 9 + 1}"]
    ending = FAILING if place <= of.failing else "7700"
    bank = ["", ""] if of.in_cash else [f"{of.province}{serial:06d}{ending}", BANKS[place % 4]]
    if of.policy == FREE:
        return [*person, TRADES[place % 6], *bank]
    start = LEAVE_FROM + timedelta(place % 20)
    return [*person, f"{start:%d/%m/%Y}", 20 if kind == "half" else 40, "", {"child": 1, "two": 2}.get(kind, 0), *bank]


ATTESTED = {LEAVE: {"employer_stopped_by_authority": True, "leave_within_contract": True, "si_month_before": True, "pregnant": False}}
"""What the office attests for a whole list of a policy."""
