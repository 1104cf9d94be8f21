"""What the clock does with filings: every minute those, accounts and workers’ “not true” whose owner is not there go to whoever answers now, and those of discarded lists come back."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.intake.drafts import empty_old
from ansinh.delivery.intake.employers.hand_over import accounts_without_owner, denials_without_owner, hand_over_account, hand_over_denial
from ansinh.delivery.intake.erase import erase_filing, over
from ansinh.delivery.intake.hand_over import batches_without_owner, give_back, hand_over, hand_over_batch, on_discarded_lists, without_owner
from ansinh.delivery.intake.papers import remove_left


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="keep_filing_owners")
def keep_filing_owners(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Hand over and give back, each in a transaction of its own, so that one that cannot go holds up no other."""
    at = timezone.now()
    for upload in on_discarded_lists():
        give_back(upload, at=at)
    for key in without_owner(at=at):
        hand_over(key, at=at)
    for key in batches_without_owner(at=at):
        hand_over_batch(key, at=at)
    for key in accounts_without_owner(at=at):
        hand_over_account(key, at=at)
    for key in denials_without_owner(at=at):
        hand_over_denial(key, at=at)


@app.periodic(cron="17 * * * *")
@app.task(queue="upkeep", queueing_lock="empty_drafts")
def empty_drafts(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Every hour empty the drafts whose time is over, and remove the papers that came with them."""
    while empty_old(at=timezone.now()):
        pass
    while remove_left(at=timezone.now()):
        pass


@app.periodic(cron="50 19 * * *")
@app.task(queue="upkeep", queueing_lock="erase_filings")
def erase_filings(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Each night, after the lists, empty the filings whose time is over."""
    at = timezone.now()
    while found := over(at=at):
        for key in found:
            erase_filing(key, at=at)
