"""Long work runs as jobs: each names its subject, can be run twice with one effect, and says on the subject why it failed."""

from __future__ import annotations

import uuid

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ansinh.delivery.cases import read as reading
from ansinh.delivery.cases.answer_again import follow, to_follow
from ansinh.delivery.cases.by_itself import complete, to_complete
from ansinh.delivery.cases.check_paper import check_paper, waiting_papers
from ansinh.delivery.cases.documents import make_document
from ansinh.delivery.cases.erase import MOST_AT_ONCE, erase, standings
from ansinh.delivery.cases.escalate import escalate, provinces_with_open_steps
from ansinh.delivery.cases.gateways import ScannerAway, scanner
from ansinh.delivery.cases.hand_over import hand_over, without_owner, words_of
from ansinh.delivery.cases.jobs_signing import start_signing
from ansinh.delivery.cases.models import Decision, Dossier, Upload
from ansinh.delivery.cases.notify import notify
from ansinh.delivery.cases.orders_due import remind
from ansinh.delivery.cases.pacing import MOST_AT_ONCE as MOST_REORDERED
from ansinh.delivery.cases.pacing import reorder, to_reorder
from ansinh.delivery.cases.refusal_letters import number_letters, set_letters
from ansinh.delivery.cases.returned_letters import hand_over_return, returned_without_owner
from ansinh.delivery.cases.stop import stopped
from ansinh.delivery.cases.submit import submit
from ansinh.delivery.cases.work import Stopped
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting, actor_of
from ansinh.policy.load import programme_names

MOST_TURNS = 100
"""Bounded sets of one kind erased in one night, or put in order at once; the next time goes on."""
TWICE = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.task(queue="lists", retry=TWICE)
def read_upload(*, upload: str, officer: str) -> None:
    """Read a kept list."""
    by = Officer.objects.get(pk=officer)
    reading.read(uuid.UUID(upload), by=by, at=timezone.now())


@app.task(queue="lists", retry=TWICE)
def submit_upload(*, upload: str, officer: str) -> None:
    """Submit a list that was put right; a refusal goes back to the list's page with its words."""
    by = Officer.objects.get(pk=officer)
    try:
        with acting(by):
            row = Upload.objects.get(pk=upload)
            try:
                submit(row, by=by, at=timezone.now(), queued=True)
            except Refused as refusal:
                _give_back(row, refusal, by=by)
    except Stopped:
        stopped(uuid.UUID(upload), by=by, at=timezone.now())


@app.task(queue="papers", retry=TWICE)
def follow_decision(*, decision: str) -> None:
    """Set the paper of a decision, have it signed, and tell its people; each is done once however often this runs."""
    key = uuid.UUID(decision)
    with acting(NATION):
        notify(key, actor=SYSTEM, at=timezone.now())
    with acting(NATION):
        start_signing(make_document(key, at=timezone.now()))


@app.task(queue="papers", retry=TWICE)
def set_refusal_letters(*, decision: str) -> None:
    """Set the letters of a decision into files, one after another; each is done once however often this runs."""
    while True:
        with acting(NATION):
            if set_letters(uuid.UUID(decision), at=timezone.now()) is None:
                return


def start_letters(decision: Decision, *, by: Officer) -> int:
    """Number the letters of a decision and queue the setting of them, both in one transaction; give how many are new."""
    with acting(by):
        new = number_letters(decision.pk, by=by, at=timezone.now())
        set_refusal_letters.defer(decision=str(decision.pk))
    return new


def start_submitting(upload: Upload, *, by: Officer) -> Upload:
    """Mark an upload as being submitted and queue the work, both in one transaction; a second call finds it under way."""
    with acting(by):
        row = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if row.state == Upload.State.READ:
            row.state = Upload.State.SUBMITTING
            row.summary = {name: value for name, value in row.summary.items() if name != "refusal"}
            row.save(update_fields=["state", "summary"])
            submit_upload.defer(upload=str(row.pk), officer=str(by.pk))
    return row


def _give_back(row: Upload, refusal: Refused, *, by: Officer) -> None:
    with act(actor_of(by), "cases.submit_refused", at=timezone.now(), province=row.province) as deed:
        held = Upload.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if held.state == Upload.State.SUBMITTING and not Dossier.objects.filter(upload=held).exists():
            held.state = Upload.State.READ
            held.summary = {**held.summary, "refusal": {"code": refusal.code, **refusal.message}}
            held.save(update_fields=["state", "summary"])
            deed.event("upload", held, before={"state": "submitting"}, after={"state": "read", "refusal": refusal.code})


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="keep_owners")
def keep_owners(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Hand over, every minute, what waits for somebody who is not there."""
    at = timezone.now()
    with acting(NATION):
        missing = without_owner(at=at)
    for officer, why in missing.items():
        with acting(NATION):
            hand_over(officer, at=at, reason=words_of(why, at))
    for letter in returned_without_owner(at=at):
        hand_over_return(letter, at=at)


@app.periodic(cron="* * * * *")
@app.task(queue="lists", queueing_lock="complete_steps")
def complete_steps(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Complete, every minute, the steps that registers vouch for and a mandate covers."""
    at = timezone.now()
    for task in to_complete(at=at):
        complete(task, at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="keep_order")
def keep_order(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Put the open tasks of provinces in the order of the day: at midnight where a measure begins, else within five minutes of a province's plan."""
    at = timezone.now()
    for programme in programme_names():
        with acting(NATION):
            provinces = to_reorder(on=timezone.localdate(at), programme=programme)
        for province in provinces:
            for _turn in range(MOST_TURNS):
                with acting(NATION), act(SYSTEM, "cases.reorder", at=at, province=province) as deed:
                    if reorder(deed, province, on=timezone.localdate(at), programme=programme) < MOST_REORDERED:
                        break


@app.periodic(cron="5 0 * * *")
@app.task(queue="upkeep", queueing_lock="climb")
def climb(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Each morning (07:05 in Việt Nam) remind owners of what is nearly due, and tell those above of what is late; of the ministry's orders too."""
    at = timezone.now()
    with acting(NATION):
        provinces = provinces_with_open_steps()
    for province in provinces:
        with acting(NATION):
            escalate(province, at=at)
    remind(at=at)


@app.task(queue="papers", retry=TWICE)
def check_sent_paper(*, paper: str) -> None:
    """Check a paper that was sent; while the scanner is away it waits."""
    check_paper(uuid.UUID(paper), scanner=scanner(), at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="check_waiting_papers")
def check_waiting_papers(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Check what still waits, until the first that the scanner does not answer for."""
    for paper in waiting_papers(at=timezone.now()):
        try:
            check_paper(paper, scanner=scanner(), at=timezone.now())
        except ScannerAway:
            return


@app.periodic(cron="* * * * *")
@app.task(queue="lists", queueing_lock="follow_registers")
def follow_registers(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Answer again what waits for a register whose new version was taken over."""
    for snapshot in to_follow():
        follow(snapshot, at=timezone.now())


@app.periodic(cron="30 19 * * *")
@app.task(queue="upkeep", queueing_lock="erase_over")
def erase_over(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Each night (02:30 in Việt Nam) remove what is over, of the kinds whose period somebody has confirmed."""
    at = timezone.now()
    for found in standings(on=timezone.localdate(at)):
        if not found.over or not found.left:
            continue
        try:
            for _turn in range(MOST_TURNS):
                if erase(found.programme, found.kept.kind, at=at) < MOST_AT_ONCE:
                    break
        except Refused:  # not confirmed yet: `ansinh retention show` says so
            continue
