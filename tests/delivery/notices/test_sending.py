"""What waits leaves once, by the first provider that works; lanes, nights, failures and crashes change when, never whether."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from ansinh.delivery.notices import health
from ansinh.delivery.notices.gateways import Answer, Outcome
from ansinh.delivery.notices.models import Handover, Notice, ProviderState
from ansinh.delivery.notices.sandbox.centre import centre
from ansinh.delivery.notices.sandbox.web import web
from ansinh.delivery.notices.send import LEASE, SURE_AFTER, WAITS
from ansinh.delivery.offices.scope import NATION, acting
from delivery.notices.sending import NIGHT, NOON, gateway, having, notice, now, sent
from delivery.notices.sending import centre as named_centre

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansinh.delivery.notices.sandbox.web import Web

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=1)
WITHDRAWN = "withdrawn"


@pytest.fixture
def first() -> Iterator[Web]:
    with web() as here:
        yield here


@pytest.fixture
def second() -> Iterator[Web]:
    with web() as here:
        yield here


def test_a_message_leaves_once_and_is_handed_over_under_a_reference(first: Web) -> None:
    one = notice()
    assert [sent(having(gateway(first))) for _ in range(2)] == [1, 0]
    with acting(NATION):
        assert Handover.objects.get(notice=one).provider == "cong-a"
    assert (now(one).state, one.sent_at, one.parts, one.unsure_since) == ("sent", NOON, 1, None)
    assert [(came.key, came.text) for came in first.gateway.came] == [(str(one.pk), one.text_vi)]


def test_without_a_provider_everything_waits() -> None:
    one = notice()
    assert sent(having()) == 0
    assert now(one).state == "queued"


def test_a_kind_that_may_travels_without_marks_where_that_is_cheaper(first: Web) -> None:
    long = "An Sinh: bà Phượng được hỗ trợ một triệu năm trăm nghìn đồng, nhận tại bưu điện xã."
    plain, careful = notice(text=long), notice(text=long, kind="refused")
    sent(having(gateway(first)))
    texts = {came.key: came.text for came in first.gateway.came}
    assert (now(plain).parts, texts[str(plain.pk)][:30]) == (1, "An Sinh: ba Phuong duoc ho tro")
    assert (now(careful).parts, texts[str(careful.pk)]) == (2, long)


def test_the_next_provider_takes_what_the_first_failed_at_and_only_that(first: Web, second: Web) -> None:
    settings = having(gateway(first, "cong-a"), gateway(second, "cong-b", priority=2))
    notice()
    assert sent(settings) == 1
    assert (len(first.gateway.came), len(second.gateway.came)) == (1, 0), "the first works"
    broken = having(gateway(first, "cong-a", token=WITHDRAWN), gateway(second, "cong-b", priority=2))
    other = notice()
    assert sent(broken) == 2, "the first refused us, the second was asked at once"
    assert (now(other).state, other.provider) == ("sent", "cong-b")


def test_a_provider_that_keeps_failing_is_left_alone_and_tried_by_one_message(first: Web, second: Web) -> None:
    settings = having(gateway(first, "cong-a", token=WITHDRAWN), gateway(second, "cong-b", priority=2))
    for _ in range(health.IN_A_ROW):
        notice()
    sent(settings)
    state = ProviderState.objects.get(pk="cong-a")
    assert (state.failures, state.open_until) == (health.IN_A_ROW, NOON + health.OUT)
    for _ in range(4):
        notice()
    assert sent(settings, at=NOON + SOON) == 4, "it is not asked"
    for _ in range(4):
        notice()
    assert sent(settings, at=NOON + health.OUT) == 5, "one try, and that one again by the other"
    state.refresh_from_db()
    assert (state.failures, state.open_until) == (health.IN_A_ROW + 1, NOON + health.OUT * 3), "twice as long now"
    settings = having(gateway(first, "cong-a"), gateway(second, "cong-b", priority=2))
    notice()
    assert sent(settings, at=NOON + health.OUT * 3) == 1
    state.refresh_from_db()
    assert (state.failures, state.opened, state.open_until) == (0, 0, None)


def test_a_message_nobody_takes_waits_longer_each_time_and_then_lies_before_somebody(first: Web) -> None:
    settings = having(gateway(first, token=WITHDRAWN))
    one, at = notice(), NOON
    for wait in WAITS:
        ProviderState.objects.update(open_until=None, failures=0, tokens=5)
        sent(settings, at=at)
        assert now(one).next_at == at + timedelta(seconds=wait)
        assert sent(settings, at=at + timedelta(seconds=wait - 1)) == 0
        at += timedelta(seconds=wait)
    ProviderState.objects.update(open_until=None, failures=0, tokens=5)
    sent(settings, at=at)
    assert (now(one).state, one.ended_at) == ("failed", at)


def test_what_may_have_been_taken_is_asked_of_the_same_provider_and_is_there_once(first: Web, second: Web) -> None:
    settings = having(gateway(first, "cong-a"), gateway(second, "cong-b", priority=2))
    one = notice()
    first.gateway.script = ["lost"]
    sent(settings)
    assert (now(one).state, one.unsure_since, one.provider) == ("queued", NOON, "cong-a")
    ProviderState.objects.filter(pk="cong-a").update(open_until=NOON + timedelta(hours=1))
    assert sent(settings, at=NOON + timedelta(seconds=WAITS[0])) == 0, "the other cannot tell"
    ProviderState.objects.filter(pk="cong-a").update(open_until=None)
    assert sent(settings, at=NOON + timedelta(seconds=WAITS[0])) == 1
    assert (now(one).state, len(first.gateway.came), len(second.gateway.came)) == ("sent", 1, 0)


def test_a_sender_that_died_leaves_its_messages_to_the_next_with_the_same_key(first: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    one, settings = notice(), having(gateway(first))

    def killed(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("ansinh.delivery.notices.send._mark", killed)
        with pytest.raises(KeyboardInterrupt):
            sent(settings)
    assert (now(one).state, one.next_at, one.unsure_since) == ("queued", NOON + LEASE, NOON)
    assert sent(settings, at=NOON + LEASE - SOON) == 0, "another sender does not take what is leased"
    assert sent(settings, at=NOON + LEASE) == 1
    assert (now(one).state, len(first.gateway.came)) == ("sent", 1)


def test_not_to_be_told_is_worse_than_to_be_told_twice(first: Web, second: Web) -> None:
    settings = having(gateway(first, "cong-a"), gateway(second, "cong-b", priority=2))
    one = notice()
    first.gateway.script = ["down"] * 100
    for minutes in range(0, 35, 1):
        ProviderState.objects.update(open_until=None, failures=0)
        sent(settings, at=NOON + timedelta(minutes=minutes))
    assert (now(one).state, one.provider) == ("sent", "cong-b")
    assert one.sent_at is not None
    assert one.sent_at > NOON + SURE_AFTER


def test_a_provider_is_given_no_more_than_its_rate_by_all_senders_together(first: Web) -> None:
    settings = having(gateway(first, per_second=10))
    for _ in range(40):
        notice()
    counts = [sent(settings, at=NOON + timedelta(seconds=second)) for second in (0, 0, 1, 1.5, 1.5)]
    assert counts == [10, 0, 10, 5, 0]


def test_who_asks_for_less_is_given_less_and_nothing_counts_as_a_failure(first: Web) -> None:
    one = notice("0912345222")
    settings = having(gateway(first))
    sent(settings)
    assert (now(one).state, one.attempts, one.passed) == ("queued", 0, [])
    assert ProviderState.objects.get().failures == 0
    sent(settings, at=NOON + health.BREATH)
    assert now(one).state == "sent"


def test_at_night_only_what_is_urgent_leaves(first: Web) -> None:
    settings = having(gateway(first), quiet=(NOON.time().replace(hour=21), NOON.time().replace(hour=7)))
    calm, urgent, unlisted = notice(), notice(kind="filed_for"), notice(kind="nobody listed it")
    sent(settings, at=NIGHT)
    assert [now(row).state for row in (calm, urgent, unlisted)] == ["queued", "sent", "queued"]
    sent(settings, at=NIGHT + timedelta(hours=8))
    assert [now(row).state for row in (calm, unlisted)] == ["sent", "sent"]


def test_a_hundred_thousand_in_bulk_do_not_stand_before_one(first: Web) -> None:
    """Real rows. Where both shared a lane, the one would be the last: that is shown, so that the test could fail."""
    settings = having(gateway(first, per_second=10))
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO notices_notice (id, province, district, commune, subject, kind, occasion, channel, address, name, text_vi, text_en, state, made_at, lane)
            SELECT ansinh_key(), '30', '291', '10630', gen_random_uuid(), 'approved', %s, 'sms', '09' || lpad(n::text, 8, '3'), 'Hoa', 'a', 'a', 'queued', %s, 'bulk'
            FROM generate_series(1, 100000) n""",
            [notice().occasion, NOON],
        )
    first.gateway.came.clear()
    assert sent(settings, lane="bulk") == 8, "of ten a second, two are never bulk's"
    single = notice(text="một mình")
    assert sent(settings) == 2, "the one and the one made before it leave at once, within the same second"
    assert now(single).state == "sent"
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")  # nothing was analysed yet: what can be done, not what is guessed
        cursor.execute(
            "EXPLAIN SELECT id FROM notices_notice q WHERE q.state = 'queued' AND q.lane = 'single' AND q.channel = 'sms' ORDER BY q.next_at NULLS FIRST, q.id LIMIT 200"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "notice_due" in plan
    assert "Sort" not in plan
    last = notice(lane="bulk", text="trong hàng")
    assert sent(settings, lane="bulk", at=NOON + SOON) == 8
    assert now(last).state == "queued", "in the lane of bulk it waits behind them all"


def test_a_centre_and_a_gateway_are_one_channel(first: Web) -> None:
    with centre() as there:
        settings = having(named_centre(there), gateway(first, "cong-b", priority=2))
        there.box.script = ["down"]
        one, other = notice(), notice("0912345679")
        assert sent(settings) == 3
        assert {now(row).provider for row in (one, other)} == {"tong-dai", "cong-b"}
        assert {now(row).state for row in (one, other)} == {"sent"}


def test_a_success_between_failures_keeps_a_provider_in_order() -> None:
    failed, fine = Answer("a", Outcome.FAILED, fault="no"), Answer("b", Outcome.TAKEN)
    with acting(NATION):
        assert health.note("cong", [failed] * 4 + [fine] + [failed] * 4, at=NOON).open_until is None
        assert health.note("cong", [failed], at=NOON).open_until == NOON + health.OUT


def test_the_database_keeps_what_a_message_needs() -> None:
    from django.db import IntegrityError, transaction

    for wrong in ({"number": ""}, {"state": "sent"}, {"unsure_since": NOON}):
        with pytest.raises(IntegrityError), transaction.atomic():
            notice(**wrong)
    assert now(notice()).lane == Notice.Lane.SINGLE
