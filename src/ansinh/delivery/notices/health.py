"""How much each provider is given, by all senders together: so many a second, nothing while it is out of order, and one try when it may be well again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ansinh.delivery.notices.gateways import Outcome
from ansinh.delivery.notices.models import ProviderState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ansinh.delivery.notices.gateways import Answer
    from ansinh.delivery.notices.providers import Named

IN_A_ROW = 5
"""So many failures without a success between them, and a provider is out of order."""
OUT = timedelta(seconds=30)
LONGEST_OUT = timedelta(minutes=15)
BREATH = timedelta(seconds=2)
"""How long a provider that says “too much” is left alone."""
KEPT_FREE = 0.2
"""The share of a provider's rate that bulk never uses."""
LEAST = 2
"""However slow a provider is, so many may be saved up: one of them is never bulk's."""


def grant(named: Named, wanted: int, *, bulk: bool, at: datetime) -> int:
    """Take leave to give a provider at most `wanted` messages, and give how many. To be called in a transaction of its own: it holds the provider's row."""
    state = _held(named.name, at, named.per_second)
    most = max(float(LEAST), named.per_second)
    state.tokens = min(most, state.tokens + max(0.0, (at - state.filled_at).total_seconds()) * named.per_second)
    state.filled_at = max(at, state.filled_at)
    closed = state.open_until is not None and at < state.open_until
    left = state.tokens - (max(1.0, most * KEPT_FREE) if bulk else 0)
    granted = 0 if closed else max(0, min(wanted, int(left), 1 if state.failures >= IN_A_ROW else wanted))
    if granted and state.failures >= IN_A_ROW:  # one try for all senders together
        state.open_until = at + OUT
    state.tokens -= granted
    state.save()
    return granted


def give_back(name: str, unused: int) -> None:
    """Give back what was granted and not needed."""
    state = ProviderState.objects.select_for_update().get(pk=name)
    state.tokens += unused
    if state.failures >= IN_A_ROW:
        state.open_until = None
    state.save(update_fields=["tokens", "open_until"])


def usable(name: str, at: datetime) -> bool:
    """Say whether a provider may be given anything now."""
    state = ProviderState.objects.filter(pk=name).first()
    return state is None or state.open_until is None or state.open_until <= at


def note(name: str, answers: Sequence[Answer], *, at: datetime) -> ProviderState:
    """Learn from a provider's answers: failures in a row put it out of order, longer each time; one success puts it right."""
    state = _held(name, at, 0)
    for answer in answers:
        if answer.outcome in (Outcome.TAKEN, Outcome.BOUNCED):
            state.failures, state.opened, state.open_until, state.worked_at = 0, 0, None, at
        elif answer.outcome in (Outcome.FAILED, Outcome.UNSURE):
            state.failures, state.failed_at, state.last_fault = state.failures + 1, at, answer.fault[:200]
    if state.failures >= IN_A_ROW:
        state.open_until = at + min(LONGEST_OUT, OUT * 2 ** min(state.opened, 10))
        state.opened += 1
    elif any(answer.outcome is Outcome.BUSY for answer in answers):
        state.open_until, state.tokens = at + BREATH, 0
    state.save()
    return state


def retry_now(name: str, *, at: datetime) -> None:
    """Let a provider that is out of order be tried at once."""
    state = _held(name, at, 0)
    state.open_until, state.opened = None, 0
    state.save(update_fields=["open_until", "opened"])


def _held(name: str, at: datetime, tokens: float) -> ProviderState:
    ProviderState.objects.bulk_create([ProviderState(name=name, filled_at=at, tokens=max(float(LEAST), tokens))], ignore_conflicts=True)
    return ProviderState.objects.select_for_update().get(pk=name)
