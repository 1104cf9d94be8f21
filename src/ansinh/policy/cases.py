"""Worked cases: small people of the law's own making, with what each policy must give them; readable beside the decree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.policy.determine import FactError, NotInForce, determine
from ansinh.policy.load import PROGRAMMES
from ansinh.policy.load_marks import text
from ansinh.policy.yaml_files import Entry, LawFault, read_entry

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
    folder = under / programme
    path = folder / "cases" / f"{policy}.yaml"
    if not path.exists() and not path.is_symlink():
        return ()
    file = read_entry(path, within=folder)
    file.only("policy", "cases")
    if file.need("policy") != policy:
        raise file.fault(f"the cases of {policy} speak of {file['policy']}", "policy")
    cases = tuple(_case(entry, policy) for entry in file.entries("cases"))
    if len({case.id for case in cases}) != len(cases):
        raise file.fault("two cases have the same id", "cases")
    return cases


def all_cases(programme: Programme, folder: Path) -> tuple[WorkedCase, ...]:
    """Read the worked cases of every policy. Raises `LawFault` for a malformed one, and for a file of cases that no policy has."""
    policies = [policy.id for policy in programme.policies]
    for path in sorted((folder / "cases").glob("*")):
        if path.suffix != ".yaml" or path.stem not in policies:
            raise LawFault(f"cases/{path.name}", 1, f"belongs to no policy of the programme; they are {', '.join(policies)}")
    return tuple(case for policy in policies for case in worked_cases(folder.name, policy, under=folder.parent))


def difference(case: WorkedCase, programme: Programme) -> str:
    """Say with file and line in what the law's answer differs from a case, or why it cannot be asked; nothing when they agree."""
    where = f"{case.file}:{case.line}: {case.id}"
    try:
        answer = determine(case.facts, programme, as_of=case.as_of, policies=[case.policy]).policies[0]
    except (FactError, NotInForce) as error:
        return f"{where}: {error}"
    expected = (case.outcome, case.amount, tuple(sorted(case.failed)), tuple(sorted(case.missing)))
    given = (str(answer.outcome), answer.amount, tuple(sorted(answer.failed)), tuple(sorted(answer.missing)))
    if given == expected:
        return ""
    return f"{where}: expected {_told(expected, given)}; the law gives {_told(given, expected)}"


def _told(answer: tuple[Any, ...], beside: tuple[Any, ...]) -> str:
    """Tell of an answer what differs from the one beside it."""
    parts = zip(("outcome", "amount", "failed", "missing"), answer, beside, strict=True)
    return ", ".join(f"{name} {' '.join(value) or 'nothing' if isinstance(value, tuple) else value}" for name, value, other in parts if value != other)


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
