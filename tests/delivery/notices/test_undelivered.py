"""Whom a message never reached lies before a named officer, and the next notice to her goes another way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from ansinh.delivery.cases.notify import notify
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.notices.models import Notice, Undelivered
from ansinh.delivery.notices.receipts import PATIENCE, collect
from ansinh.delivery.notices.sandbox.centre import centre
from ansinh.delivery.notices.sandbox.web import web
from ansinh.delivery.notices.undelivered import adopt, settle
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from delivery.casework import approved, officer, person, town
from delivery.notices.sending import NOON, gateway, having, notice, now, sent, zalo
from delivery.notices.sending import centre as named_centre

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ansinh.delivery.notices.providers import Named
    from ansinh.delivery.notices.sandbox.web import Web

pytestmark = pytest.mark.django_db
GONE = "0912345000"
ABSENT = "0912345111"


@pytest.fixture
def here() -> Iterator[Web]:
    with web() as open_web:
        yield open_web


def receive(named: Named, *, at: datetime = NOON) -> int:
    provider = named.open()
    try:
        return collect(named, provider, at=at)
    finally:
        provider.close()


def open_ones() -> list[Undelivered]:
    with acting(NATION):
        return list(Undelivered.objects.filter(settled_at=None).select_related("owner", "notice").order_by("pk"))


def test_a_number_that_is_none_becomes_the_task_of_whoever_lists_the_commune(here: Web) -> None:
    at = town()
    one = notice(GONE)
    sent(having(gateway(here)))
    [task] = open_ones()
    assert (now(one).state, task.notice_id, task.owner, task.due_on, task.permanent) == ("bounced", one.pk, at.lister, date(2021, 8, 5), True)


def test_a_receipt_that_it_never_arrives_does_the_same_by_each_protocol(here: Web) -> None:
    town()
    with centre() as there:
        for named in (gateway(here), named_centre(there)):
            with acting(NATION):
                Notice.objects.filter(state="bounced").update(state="failed")
            fine, lost = notice("0912345678"), notice(ABSENT)
            sent(having(named))
            assert receive(named) == 2
            assert (now(fine).state, now(lost).state) == ("delivered", "bounced"), named.kind
            assert receive(named) == 0, "told once, done once"
    assert len(open_ones()) == 2


def test_a_receipt_that_comes_before_the_message_is_known_waits_for_it(here: Web) -> None:
    town()
    named = gateway(here)
    here.gateway.take("somebody", "0912345678", "not ours, or not yet")
    lost = notice(ABSENT)
    sent(having(named))
    assert receive(named) == 1, "what is known is applied"
    assert receive(named) == 0
    assert now(lost).state == "bounced"
    receive(named, at=NOON + PATIENCE * 2)
    here.gateway.reports.clear()
    assert receive(named, at=NOON + PATIENCE * 3) == 0, "then the row goes on"


def test_the_next_notice_to_that_number_goes_by_zalo_and_then_to_the_officer(here: Web) -> None:
    town()
    waiting = notice(GONE, made_at=NOON + timedelta(hours=1), lane="bulk")
    notice(GONE)
    settings = having(gateway(here), zalo(here))
    sent(settings, channels=("sms",))
    following = notice(GONE)
    assert [now(row).channel for row in (waiting, following)] == ["zalo", "zalo"], "what waited already, and what comes"
    sent(settings, channels=("zalo",))
    assert now(following).state == "bounced", "nobody there either"
    last = notice(GONE)
    assert (last.pk, now(last).state) == (last.pk, "failed")
    adopt(without=[], at=NOON)
    assert {task.notice_id for task in open_ones()} >= {following.pk, last.pk}, "nothing is left with nobody"


def test_where_nobody_serves_zalo_the_officer_tells_it(here: Web) -> None:
    at = town()
    notice(GONE)
    sent(having(gateway(here)))
    following = notice(GONE)
    adopt(without=["zalo", "email"], at=NOON)
    assert now(following).state == "failed"
    assert {(task.notice_id, task.owner) for task in open_ones()} >= {(following.pk, at.lister)}


def test_a_decision_is_printed_for_whom_no_message_reaches(here: Web) -> None:
    at = town()
    rows = [person(1, phone="0912345001"), person(2, phone="0912345002")]
    gone = str(rows[0]["phone"])
    decision = approved(at, rows)
    with acting(NATION):
        Notice.objects.filter(pk=notice(gone).pk).update(state="bounced")
        notify(decision.pk, actor=SYSTEM, at=NOON)
        told = dict(Notice.objects.filter(occasion=decision.pk).values_list("name", "channel"))
    assert sorted(told.values()) == ["letter", "sms"]


def test_the_owner_or_the_head_of_her_office_settles_it_and_nobody_else(here: Web) -> None:
    at = town()
    one = notice(GONE)
    sent(having(gateway(here)))
    [task] = open_ones()
    stranger = officer("stranger.10630", at.offices["commune"])
    with pytest.raises(NotYours):
        settle(task.pk, "told", by=stranger, at=NOON)
    with pytest.raises(Refused):
        settle(task.pk, "whatever", by=at.lister, at=NOON)
    settle(task.pk, "told", by=at.lister, at=NOON)
    with pytest.raises(AlreadyDone):
        settle(task.pk, "told", by=at.lister, at=NOON)
    assert (open_ones(), now(one).state) == ([], "bounced")
    with acting(NATION):
        assert Event.objects.filter(verb="notices.settle", subject=task.pk).count() == 1


def test_a_number_that_works_again_is_written_to_again(here: Web) -> None:
    at = town()
    one = notice(ABSENT)
    named = gateway(here)
    sent(having(named))
    receive(named)
    [task] = open_ones()
    settle(task.pk, "reachable", by=at.lister, at=NOON)
    assert (now(one).state, now(notice(ABSENT)).channel) == ("queued", "sms")
    with acting(NATION):
        Notice.objects.filter(pk=one.pk).update(address=GONE)
    sent(having(named))
    assert [(again.pk, again.outcome) for again in open_ones() if again.notice_id == one.pk] == [(task.pk, "")], "and lies before her again where it fails"


def test_where_nobody_answers_yet_it_is_given_to_somebody_later(here: Web) -> None:
    one = notice(GONE)
    sent(having(gateway(here)))
    assert (now(one).state, open_ones()) == ("bounced", [])
    at = town()
    assert adopt(without=[], at=NOON) == 1
    assert [task.owner for task in open_ones()] == [at.lister]
