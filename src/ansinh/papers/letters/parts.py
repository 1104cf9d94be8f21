"""What official papers are made of: who issues, who signs, which day, who is on the list."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ansinh.papers.bank.refusal import PaperRefused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


MAX_PDF_ROWS = 5_000
"""Setting 5,000 rows takes 3 s and half a gigabyte, and both grow with the rows; longer lists are workbooks."""

COMMITTEE = "Ủy ban nhân dân"


@dataclass(frozen=True, slots=True)
class Agency:
    """Who issues: `superior` stands above (may be empty), `name` in bold; `place` is the name before the date."""

    name: str
    place: str
    superior: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: lines such as `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`, the name, and how it was signed when not by hand."""

    authority: tuple[str, ...]
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of a list. `birth` is written as the file told it (`05/03/1987`, `1987`); `code` is the claim's public code."""

    name: str
    birth: str
    id_number: str
    address: str
    amount_vnd: int
    note: str = ""
    code: str = ""
    transfer_id: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF, with the count and sum of its list (0 without one); a list beyond `MAX_PDF_ROWS` is a workbook beside it."""

    pdf: bytes
    count: int = 0
    sum_vnd: int = 0
    annex_xlsx: bytes | None = None


def long_day(day: date) -> str:
    """Write `ngày 05 tháng 02 năm 2021`: days under 10 and the first two months with a zero, as Decree 30/2020 asks."""
    month = f"{day.month:02d}" if day.month in (1, 2) else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def figures(amount_vnd: int) -> str:
    """Write an amount for a column: `1.500.000`."""
    return f"{amount_vnd:,}".replace(",", ".")


def frame(*, title: str, agency: Agency, dated: date, number: str = "", code: str = "") -> dict[str, object]:
    """Give what every template asks for."""
    return {
        "title": title, "agency": {"name": _name_lines(agency.name), "superior": _short(agency.superior)}, "number": number, "place_and_day": f"{agency.place}, {long_day(dated)}",
        "footer": code, "qr": "", "recipients": [], "signature": asdict(Signature((), "")),
    }  # fmt: skip


def support(policy_name: str) -> str:
    """Word a policy inside a sentence: `Lao động tự do` and `Hỗ trợ lao động tự do` both give `hỗ trợ lao động tự do`."""
    name = policy_name.strip()
    if name[1:2].islower() or name[1:2] == " ":
        name = name[:1].lower() + name[1:]
    return name if name.startswith("hỗ trợ") else f"hỗ trợ {name}"


def _name_lines(name: str) -> list[str]:
    """Break a long committee's name after `Ủy ban nhân dân`, as letterheads do."""
    committee, rest = name[: len(COMMITTEE)], name[len(COMMITTEE) :].strip()
    return [committee, rest] if committee.casefold() == COMMITTEE.casefold() and rest else [name]


def _short(superior: str) -> str:
    """Shorten the superior's committee to `UBND`, which a letterhead may."""
    return "UBND" + superior[len(COMMITTEE) :] if superior.casefold().startswith(COMMITTEE.casefold()) else superior


def summed(people: Sequence[Person], expect_vnd: int | None) -> int:
    """Sum a list in đồng; raises `PaperRefused` when it is not the sum that was decided: no paper is made then."""
    total = sum(person.amount_vnd for person in people)
    if expect_vnd is not None and total != expect_vnd:
        raise PaperRefused(
            f"Danh sách cộng lại {figures(total)} đồng, số đã duyệt {figures(expect_vnd)} đồng. Không lập văn bản.",
            f"The list sums to {total:,} đồng, {expect_vnd:,} were approved. No paper was made.",
        )
    return total
