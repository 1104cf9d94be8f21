"""Worked cases: small people of the law's own making, with what each policy must give them; readable beside the decree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.policy.determine import determine
from ansinh.policy.load import PROGRAMMES
from ansinh.policy.load_marks import text
from ansinh.policy.yaml_files import Entry, read_entry

if TYPE_CHECKING:
    from pathlib import Path

    from ansinh.policy.programme import Programme


@dataclass(frozen=True)
class WorkedCase:
    """One person or employer on a day, and the outcome expected; `amount` in đồng, `None` when undetermined."""

    id: str
    policy: str
    text: Mapping[str, str]
    as_of: date
    facts: Mapping[str, Any]
    outcome: str
    amount: int | None
    failed: tuple[str, ...]
    missing: tuple[str, ...]
    file: str
    line: int


def worked_cases(programme: str, policy: str, *, under: Path = PROGRAMMES) -> tuple[WorkedCase, ...]:
    """Read the worked cases of a policy, none where it has no file of them. Raises `LawFault` for a malformed one."""
    path = under / programme / "cases" / f"{policy}.yaml"
    if not path.is_file():
        return ()
    file = read_entry(path, within=under / programme)
    file.only("policy", "cases")
    if file.need("policy") != policy:
        raise file.fault(f"the cases of {policy} speak of {file['policy']}", "policy")
    return tuple(_case(entry, policy) for entry in file.entries("cases"))


def difference(case: WorkedCase, programme: Programme) -> str:
    """Say in what the law's answer differs from a case; nothing when they agree. Raises `FactError` for facts that cannot be."""
    answer = determine(case.facts, programme, as_of=case.as_of, policies=[case.policy]).policies[0]
    expected = (case.outcome, case.amount, set(case.failed), set(case.missing))
    given = (str(answer.outcome), answer.amount, set(answer.failed), set(answer.missing))
    return "" if given == expected else f"{case.file}:{case.line}: {case.id}: expected {expected}, the law gives {given}"


def _case(entry: Entry, policy: str) -> WorkedCase:
    entry.only("id", "text", "as_of", "facts", "outcome", "amount", "failed", "missing")
    if entry.need("outcome") not in ("eligible", "ineligible", "undetermined"):
        raise entry.fault("“outcome” is eligible, ineligible or undetermined", "outcome")
    return WorkedCase(
        id=entry.need("id"),
        policy=policy,
        text=text(entry, "text"),
        as_of=entry.need("as_of", date),
        facts=dict(entry.need("facts", Entry)),
        outcome=entry["outcome"],
        amount=entry.need("amount", (int, type(None))),
        failed=tuple(entry.words("failed")),
        missing=tuple(entry.words("missing")),
        file=entry.file,
        line=entry.line,
    )
