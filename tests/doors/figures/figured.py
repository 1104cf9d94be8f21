"""Sums for pages of figures: written as a count would write them, so that a test of a page needs no casework."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.reports.models import Counting, Daily, Duration

PRAISED = {"30": 107, "27": 75, "38": 74, "24": 63, "19": 57}
FIRST = date(2021, 7, 12)
POLICIES = (("nq68-04", 78), ("nq68-08", 4), ("nq68-12", 18))


def fill(provinces: dict[str, int] | None = None, *, days: int = 24) -> None:
    """Give provinces sums in billions, spread over policies and days; to the đồng."""
    daily, lasted = [], []
    for place, (province, billions) in enumerate((provinces or PRAISED).items()):
        whole = billions * 1_000_000_000
        for policy, percent in POLICIES:
            share = whole * percent // 100
            for ahead in range(days):
                paid_vnd = share // days + (share % days if ahead == 0 else 0)
                people, on = max(paid_vnd // 2_500_000, 6), FIRST + timedelta(ahead)
                for level, district in (("province", ""), ("district", "291")) if province == "30" else (("province", ""),):
                    where = {"province": province, "district": district, "level": level, "policy": policy}
                    for channel, part in (("bank", 7), ("post", 2), ("cash", 1)):
                        daily.append(Daily(**where, day=on, channel=channel, paid=people * part // 10 + 5, paid_vnd=paid_vnd * part // 10))
                    daily.append(
                        Daily(
                            **where,
                            day=on,
                            dossiers=3,
                            claims=people + 9,
                            approved=people + 6,
                            refused=0,
                            claimed_vnd=paid_vnd + 9_000_000,
                            approved_vnd=paid_vnd,
                        )
                    )
                    lasted += [Duration(**where, day=on, working_days=days_taken + place, people=people // 3 + 1) for days_taken in (4, 6, 9)]
    with acting(NATION):
        Daily.objects.bulk_create(daily, batch_size=2000)
        Duration.objects.bulk_create(lasted, batch_size=2000)
        Counting.objects.bulk_create([Counting(province=code, sequence=1, counted_at=datetime(2021, 8, 10, 2, 5, tzinfo=UTC)) for code in provinces or PRAISED])
