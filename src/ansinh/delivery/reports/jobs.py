"""The figures follow the casework within a minute, and are counted once more in full each night."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.reports.compare_cards import count_cards
from ansinh.delivery.reports.models import Counting
from ansinh.delivery.reports.summarise import summarise, summarise_changed


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="count_changed")
def count_changed(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Count the provinces where something happened."""
    summarise_changed(at=timezone.now())


@app.periodic(cron="30 19 * * *")
@app.task(queue="upkeep", queueing_lock="count_all")
def count_all(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Count every known province, whether its log moved or not (02:30 in Việt Nam)."""
    for province in Counting.objects.order_by("province").values_list("province", flat=True):
        summarise(province, at=timezone.now())


@app.periodic(cron="0 20 * * *")
@app.task(queue="upkeep", queueing_lock="count_scorecards")
def count_scorecards(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Count everybody's work and make the cards through the day before (03:00 in Việt Nam)."""
    count_cards(at=timezone.now())
