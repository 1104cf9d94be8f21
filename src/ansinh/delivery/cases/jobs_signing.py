"""Papers are signed after they are set, one after another; those whose key was away are tried again."""

from __future__ import annotations

import uuid

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ansinh.delivery.cases.models import StoredFile


@app.task(queue="papers", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def sign_document(*, document: str) -> None:
    """Sign a paper that was set; one that is signed stays as it is."""
    from ansinh.delivery.cases.sign_paper import sign_paper  # noqa: PLC0415 - half a second of libraries that only who signs needs

    sign_paper(uuid.UUID(document), at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="papers", queueing_lock="sign_waiting")
def sign_waiting(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Try again what waits for a key; after a key's first failure the rest of its papers wait for the next turn."""
    from ansinh.delivery.cases.sign_paper import sign_paper, waiting_papers  # noqa: PLC0415 - as above

    away: set[uuid.UUID] = set()
    for document, officer in waiting_papers():
        if officer not in away and not sign_paper(document, at=timezone.now()):
            away.add(officer)


def start_signing(document: StoredFile) -> None:
    """Queue the signing of a paper, in the transaction that set it; two at once for one paper wait for each other."""
    sign_document.configure(lock=f"sign/{document.pk}").defer(document=str(document.pk))
