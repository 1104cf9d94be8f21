"""What the clock does with complaints: every minute those whose owner is not there go to whoever answers now."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.grievances.escalate import escalate, provinces_with_open_complaints
from ansinh.delivery.grievances.hand_over import hand_over, without_owner


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="keep_grievance_owners")
def keep_grievance_owners(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Hand over, each in a transaction of its own, so that one that cannot go holds up no other."""
    at = timezone.now()
    for key in without_owner(at=at):
        hand_over(key, at=at)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="climb_grievance_ladder")
def climb_grievance_ladder(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Tell of complaints that are nearly or already late, province by province."""
    at = timezone.now()
    for province in provinces_with_open_complaints():
        escalate(province, at=at)
