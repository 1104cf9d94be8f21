"""What follows a later decision: its people are told and its paper is set, each once however often this runs; what is late to be signed climbs."""

from __future__ import annotations

import uuid

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ansinh.delivery.cases.escalate_revisions import escalate_revisions, provinces_with_open_proposals
from ansinh.delivery.cases.jobs_signing import start_signing
from ansinh.delivery.cases.revision_owners import hand_over_revision, revisions_without_owner
from ansinh.delivery.cases.revision_papers import make_revision_document
from ansinh.delivery.cases.tell_revision import tell_revision
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting


@app.task(queue="papers", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def follow_revision(*, revision: str) -> None:
    """Tell the people of a later decision, set its paper and have it signed."""
    key = uuid.UUID(revision)
    with acting(NATION):
        tell_revision(key, actor=SYSTEM, at=timezone.now())
    with acting(NATION):
        start_signing(make_revision_document(key, at=timezone.now()))


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="keep_revision_owners")
def keep_revision_owners(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Hand over, every minute, the proposals whose signer is not there."""
    at = timezone.now()
    for revision in revisions_without_owner(at=at):
        hand_over_revision(revision, at=at)


@app.periodic(cron="5 0 * * *")
@app.task(queue="upkeep", queueing_lock="climb_proposals")
def climb_proposals(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Each morning (07:05 in Việt Nam) remind signers of proposals that are nearly due, and tell those above of what is late."""
    at = timezone.now()
    with acting(NATION):
        provinces = provinces_with_open_proposals()
    for province in provinces:
        with acting(NATION):
            escalate_revisions(province, at=at)
