"""Who gains and who loses between two versions of a policy: a person found by the solver and confirmed, or the proof that there is none."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ansinh.doors.web.law.values import language
from ansinh.doors.web.public.forms import words
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from ansinh.policy.programme import Policy, Programme
    from ansinh.policy.proofs.differences import Difference

logger = logging.getLogger(__name__)
ONE_AT_A_TIME = threading.Lock()
"""The solver keeps one context a process, which no two threads may enter."""


@dataclass(frozen=True, slots=True)
class GainShown:
    """One question with its answer; a person who answers it in questions and answers, and what the law says of her on both days."""

    question: str
    answer: str
    found: bool
    person: list[str]
    says: str


def gains(policy: Policy, programme: Programme, before: date, after: date) -> list[GainShown]:
    """Say who gains and who loses between the versions of two days; nothing where the proof itself is at fault."""
    days = (policy.version_on(before).starts, policy.version_on(after).starts)
    return [_shown(one, programme) for one in _asked(programme.id, programme.law_version, policy.id, *days)]


@lru_cache(maxsize=1_000)
def _asked(programme: str, law_version: str, policy: str, before: date, after: date) -> tuple[Difference, ...]:  # noqa: ARG001 - another law is another question
    """Ask the solver once for each pair of versions: there are few, however many days are asked for."""
    from ansinh.policy.proofs.differences import differences  # noqa: PLC0415 - the solver is large and loads only when it is asked
    from ansinh.policy.proofs.witness import NotConfirmed  # noqa: PLC0415 - as above

    try:
        with ONE_AT_A_TIME:
            return tuple(differences(load_programme(programme), before, after, policies=[policy]))
    except NotConfirmed:
        logger.exception("Who gains and who loses under %s between %s and %s is left out of the page", policy, before, after)
        return ()


def _shown(one: Difference, programme: Programme) -> GainShown:
    from ansinh.policy.proofs.differences import ANSWERS, QUESTIONS  # noqa: PLC0415 - as above

    told = one.witness.in_words(programme)[language()] if one.witness else []
    told[-1:] = [line.replace(f" {one.policy}:", ":") for line in told[-1:]]  # the page says already of which policy it speaks
    return GainShown(words(QUESTIONS[one.question]), words(ANSWERS[one.answer]), one.witness is not None, told[:-1], told[-1] if told else "")
