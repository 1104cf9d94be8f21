"""Which papers the law asks for under a policy: those its procedure names, and those that prove a fact it rests on. No other may be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.policy.facts import NOT_APPLICABLE

if TYPE_CHECKING:
    from ansinh.policy.programme import Programme


@dataclass(frozen=True)
class PaperNamed:
    """One paper: `id` is stable over versions of the law as long as the paper is named at the same place."""

    id: str
    text: Mapping[str, str]


def proving(programme: Programme, policy: str, facts: Mapping[str, Any], *, on: date) -> dict[str, PaperNamed]:
    """Give, by fact, the papers that prove what the facts a policy rests on say; not for one that was told to be no, none or not applicable.

    A request on a form of the law is none of them: whoever answers the law's questions has made it.
    """
    told = {paper.text["vi"]: paper for paper in papers_named(programme, policy, on=on)}
    resting = [programme.facts[name] for name in programme.policy(policy).version_on(on).facts]
    return {fact.id: told[fact.paper["vi"]] for fact in resting if fact.paper and facts.get(fact.id) not in (False, 0, NOT_APPLICABLE)}


def papers_named(programme: Programme, policy: str, *, on: date) -> tuple[PaperNamed, ...]:
    """Give the papers the law names for a policy on a day, each wording once, those of the procedure first.

    Raises `KeyError` for an unknown policy, `NotInForce` before its first day.
    """
    of = programme.policy(policy)
    told = [PaperNamed(f"procedure-{place}", text) for place, text in enumerate(of.procedure_on(on).papers, 1)] if of.procedures else []
    told += [PaperNamed(name, programme.facts[name].paper) for name in of.version_on(on).facts if programme.facts[name].paper]
    return tuple({paper.text["vi"]: paper for paper in reversed(told)}.values())[::-1]
