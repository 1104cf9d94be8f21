"""`ansinh law`: the law checked and asked, without any database."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ansinh.doors.cli.programme_at import programme_at
from ansinh.doors.cli.rooms import Rooms
from ansinh.policy.cases import all_cases, difference
from ansinh.policy.determine import FactError, NotInForce, determine
from ansinh.policy.load import LawFault, programme_names
from ansinh.policy.personal_data import personal_data_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansinh.policy.programme import Programme

DAY = click.DateTime(["%Y-%m-%d"])


@click.group(
    cls=Rooms,
    rooms={
        "new": "ansinh.doors.cli.law_new:new",
        "determine": "ansinh.doors.cli.law_tables:determine_all",
        "prove": "ansinh.doors.cli.law_prove:prove",
        "diff": "ansinh.doors.cli.law_prove:diff",
        "what-if": "ansinh.doors.cli.law_what_if:what_if",
    },
)
def law() -> None:
    """Check a programme's files, and ask what they give."""


@law.command()
@click.argument("programme", required=False)
def check(programme: str | None) -> None:
    """Check every file of PROGRAMME (a name or a folder), or of all programmes: formed, typed, cited, dated; its worked cases hold."""
    for name in [programme] if programme else programme_names():
        try:
            found, folder = programme_at(name)
            cases = all_cases(found, folder)
            personal_data_in(folder)
        except LawFault as fault:
            raise click.ClickException(str(fault)) from fault
        wrong = [told for case in cases if (told := difference(case, found))]
        if wrong:
            raise click.ClickException("\n".join(wrong))
        unverified = [policy.id for policy in found.policies if not all(version.verified for version in policy.versions)]
        click.echo(f"{found.id}: {len(found.policies)} policies, {len(found.facts)} facts, {len(cases)} worked cases, version {found.law_version[:12]}")
        click.echo(f"  not yet verified: {', '.join(unverified) or 'none'}")
        if found.provinces:
            own = [f"{code}{'' if all(rule.verified for rule in rules) else ' (not yet verified)'}" for code, rules in found.provinces.items()]
            click.echo(f"  provinces of their own rule: {', '.join(own)}")


@law.command()
@click.argument("programme")
@click.option(
    "--facts",
    "file",
    required=True,
    type=click.Path(path_type=Path, allow_dash=True),
    help="JSON of one person or employer, .jsonl of many, - for standard input",
)
@click.option("--as-of", type=DAY, help="the day the complete dossier arrived; today by default")
@click.option("--policy", "policies", multiple=True, help="ask this policy only; may be repeated")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def explain(programme: str, file: Path, as_of: datetime | None, policies: tuple[str, ...], *, as_json: bool) -> None:
    """Say what PROGRAMME (a name or a folder) gives for given facts, with a reason and an article for each condition."""
    try:
        loaded, _folder = programme_at(programme)
    except LawFault as fault:
        raise click.ClickException(str(fault)) from fault
    unknown = [name for name in policies if name not in {policy.id for policy in loaded.policies}]
    if unknown:
        raise click.UsageError(f"{programme} has no policy {', '.join(unknown)}")
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - a door may ask the clock
    if file.suffix == ".jsonl":
        _explain_lines(file, loaded, day, policies)
        return
    document = _read(file)
    facts = document["facts"] if isinstance(document, dict) and isinstance(document.get("facts"), dict) else document
    try:
        answer = determine(facts, loaded, as_of=day, policies=policies or None).as_json()
    except (FactError, NotInForce) as error:
        raise click.ClickException(f"{file}: {error}") from error
    click.echo(json.dumps(answer, ensure_ascii=False, indent=None if as_json else 2))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: nobody could say which of the two was meant."""
    names = [name for name, _value in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"“{twice}” stands twice")
    return dict(pairs)


def _read(file: Path) -> Any:
    try:
        return json.loads(sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise click.ClickException(f"{file}: {error}") from error


def _explain_lines(file: Path, programme: Programme, day: date, policies: tuple[str, ...]) -> None:
    """Answer line by line; a line at fault says so and the run goes on."""
    at_fault = False
    for answer in _answers(file, programme, day, policies):
        at_fault = at_fault or "error" in answer
        click.echo(json.dumps(answer, ensure_ascii=False))
    if at_fault:
        raise SystemExit(1)


def _answers(file: Path, programme: Programme, day: date, policies: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _answer(line, number, programme, day, policies)
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file}: {error}") from error


def _answer(line: str, number: int, programme: Programme, day: date, policies: tuple[str, ...]) -> dict[str, Any]:
    name: Any = None
    try:
        case = json.loads(line, object_pairs_hook=_once)
        if not isinstance(case, dict):
            return {"id": None, "error": f"line {number}: not a JSON object"}
        name = case.get("id")
        as_of = date.fromisoformat(case["as_of"]) if case.get("as_of") else day
        return {"id": name, **determine(case.get("facts", {}), programme, as_of=as_of, policies=policies or None).as_json()}
    except (FactError, NotInForce, ValueError, TypeError) as error:
        return {"id": name, "error": f"line {number}: {error}"}
