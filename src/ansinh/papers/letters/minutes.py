"""The minutes of a hand-over: whose work, to whom, on which basis, and each open task with its due day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.papers.letters.parts import Agency, Paper, figures, frame, long_day
from ansinh.papers.letters.typesetting import qr_svg, typeset

if TYPE_CHECKING:
    from datetime import date, datetime

MOST = 3_000
"""Tasks on one paper; whoever has more has them handed over all the same, and the paper says how many it leaves out."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One open task: its dossier, policy, people in it, what is to be done, until when (nothing while it waits), and who has it now."""

    dossier: str
    policy: str
    people: int
    act: str
    due_on: date | None
    receiver: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """A hand-over. `giver` and `receiver` with their titles; `since` and `until` are local times, open where nobody knows; `head` confirms."""

    number: str
    agency: Agency
    made: datetime
    giver: tuple[str, str]
    receiver: tuple[str, str]
    head: str
    since: datetime
    until: datetime | None
    basis: str
    tasks: tuple[Handed, ...]
    count: int
    verify_url: str
    code: str


def minutes_pdf(minutes: Minutes, *, at: datetime) -> Paper:
    """Set the minutes, with a place to sign for who gives, who takes and who heads the office. `made` is the local time of making."""
    data = frame(title=f"Biên bản {minutes.number}", agency=minutes.agency, dated=minutes.made.date(), number=minutes.number, code=minutes.code) | {
        "qr": qr_svg(minutes.verify_url), "opening": f"Hôm nay, hồi {minutes.made:%H} giờ {minutes.made:%M}, {long_day(minutes.made.date())}, tại {minutes.agency.name}, chúng tôi gồm:",
        "parties": [["Bên giao", *minutes.giver], ["Bên nhận", *minutes.receiver]],
        "terms": [["Căn cứ", minutes.basis], ["Thời gian", _span(minutes)], ["Số việc đang mở", figures(minutes.count)]],
        "rows": [
            [str(order), one.dossier, one.policy, figures(one.people), one.act, f"{one.due_on:%d/%m/%Y}" if one.due_on else "chờ bổ sung", one.receiver]
            for order, one in enumerate(minutes.tasks[:MOST], 1)
        ],
        "left_out": figures(max(0, minutes.count - MOST)) if minutes.count > MOST else "",
        "signatures": [["Bên giao", minutes.giver[0]], ["Bên nhận", minutes.receiver[0]], ["Người đứng đầu đơn vị", minutes.head]],
    }  # fmt: skip
    return Paper(typeset("minutes", data, at=at), minutes.count)


def _span(minutes: Minutes) -> str:
    since = f"từ {minutes.since:%H:%M} ngày {minutes.since:%d/%m/%Y}"
    return f"{since} đến {minutes.until:%H:%M} ngày {minutes.until:%d/%m/%Y}" if minutes.until else f"{since} đến khi có thông báo"
