"""What comes in on which day of the simulated year: lists of communes, filings by people, employers and facilities, planned before it begins."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ansinh.doors.cli.year.filed import BODIES, FREE, ILL, PROGRAMME, Filed
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from ansinh.doors.cli.year.asked import Asked
    from ansinh.doors.cli.year.staff import Staff

SHARES = {
    FREE: 58.0, ILL: 21.0, "nq68-04": 10.0, "nq68-06": 5.0, "nq68-05": 3.0, "nq68-10": 2.4, "nq68-09b": 0.2, "nq68-09a": 0.1, "nq68-02": 0.1, "nq68-03": 0.1,
    "nq68-11": 0.1,
}  # fmt: skip
"""Of a hundred claims so many under each policy. 01 is not among them: nobody files it and nobody decides it."""
ALONE = 0.002
"""Of the informal workers so many file by themselves instead of standing in their commune's list."""
AT_FAULT = 0.2
"""Of lists and filings so many hold people without a claim, or some who stand in another list."""
LARGEST = 5_000
EARLY = (1.3, 3.2)
"""How filings lie between the first and the last day: most of them early."""
CHANNELS = {"employer": ("employer",), "person": ("web", "web", "counter", "post"), "business": ("web", "counter"), "facility": ("web", "post")}


def planned(asked: Asked, staff: Staff, named: Callable[[str], random.Random]) -> list[Filed]:
    """Plan everything that is filed, by day and number; people have serials of their own, so that nobody is somebody else."""
    planning, total = _Planning(asked, staff, named("arrivals")), sum(SHARES.values())
    for policy, share in SHARES.items():
        planning.plan(policy, max(1, round(asked.claims * share / total)))
    return sorted(planning.found, key=lambda filed: (filed.on, filed.number))


@dataclass
class _Planning:
    asked: Asked
    staff: Staff
    chance: random.Random
    found: list[Filed] = field(default_factory=list)
    serial: int = 0

    def plan(self, policy: str, left: int) -> None:
        """Plan lists and filings of one policy until they hold so many claims."""
        usual, earlier = _usual(policy, self.asked), self.serial
        ones = ALONE * usual  # for each list so many people who file by themselves
        while left:
            count = min(left, LARGEST, max(1, round(self.chance.lognormvariate(math.log(usual) - 0.32, 0.8)))) if usual > 1 else 1
            alone = policy == FREE and self.chance.random() < ones / (1 + ones)
            filed = self._one(policy, 1 if alone else count, earlier, listed=policy in (FREE, ILL) and not alone)
            self.found.append(filed)
            left, self.serial = left - filed.count, self.serial + filed.count

    def _one(self, policy: str, count: int, earlier: int, *, listed: bool) -> Filed:
        chance, procedure = self.chance, load_programme(PROGRAMME).policy(policy).procedures[-1]
        places = self.staff.communes
        if policy not in (FREE, ILL):
            places = [place for place in places if place.province in self.staff.whole]
        place = chance.choice(places)
        channel = "list" if listed else chance.choice(CHANNELS[procedure.filers[0]])
        on = _day(self.asked, procedure.last_filing_on, chance, working=listed or channel in ("counter", "post"))
        return Filed(len(self.found), on, policy, place.province, place.code, channel, count, self.serial, chance.random() < AT_FAULT, earlier)


def _usual(policy: str, asked: Asked) -> float:
    """Give how many people a list or filing of a policy usually holds, so that a small world has many of them too."""
    if policy in BODIES or policy == "nq68-09b":
        return 1
    if policy in (FREE, ILL):
        return max(6.0, min(500.0, asked.claims / asked.communes / 3))
    return max(3.0, min(80.0, asked.claims / 2_000))


def _day(asked: Asked, last: date | None, chance: random.Random, *, working: bool) -> date:
    """Choose a day on which it is filed, with time left to decide; on a working day where an officer writes it down."""
    tail = min(25, asked.days // 3)
    span = asked.days - tail - 1
    if last is not None:
        span = min(span, (last - asked.first).days)
    on = asked.first + timedelta(int(chance.betavariate(*EARLY) * (span + 1)))
    while working and not vietnam_calendar().is_working_day(on):
        on += timedelta(1)
    return min(on, last) if last else on
