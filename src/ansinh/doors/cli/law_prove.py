"""`ansinh law prove` and `ansinh law diff`: what holds for every person there could be, and whom a change of the law touches."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ansinh.policy.load import LawFault, load_from, load_programme
from ansinh.policy.programme import NotInForce

if TYPE_CHECKING:
    from ansinh.policy.programme import Programme
    from ansinh.policy.proofs.differences import Difference
    from ansinh.policy.proofs.findings import Finding
    from ansinh.policy.proofs.witness import Witness

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("programme")
@click.option("--policy", "policies", multiple=True, help="ask about this policy and its groups only; may be repeated")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def prove(programme: str, policies: tuple[str, ...], *, as_json: bool) -> None:
    """Prove of PROGRAMME (a name or a folder) what must hold for every person, or give a person of whom it does not. Leaves with 1 when something is refuted.

    What is not told of a person is among what is asked. Figures beyond 64 bits are nobody's. What the solver gives up on is called not decided.
    """
    from ansinh.policy.proofs.prove import prove as proofs  # noqa: PLC0415 - the solver takes longer to load than to ask one person

    loaded = _loaded(programme, policies)
    findings = []
    for finding in proofs(loaded, policies=policies or None):
        findings.append(finding)
        if not as_json:
            _show(finding, loaded)
    counts = Counter(str(finding.verdict) for finding in findings)
    if as_json:
        properties = [finding.as_json(loaded) for finding in findings]
        click.echo(json.dumps({"programme": loaded.id, "law_version": loaded.law_version, "counts": counts, "properties": properties}, ensure_ascii=False))
    else:
        click.echo(f"{loaded.id}, law version {loaded.law_version[:12]}: {', '.join(f'{count} {verdict}' for verdict, count in sorted(counts.items()))}")
    if counts["refuted"]:
        raise SystemExit(1)


@click.command()
@click.argument("programme")
@click.option("--from", "before", required=True, type=DAY, help="the earlier day")
@click.option("--to", "after", required=True, type=DAY, help="the later day")
@click.option("--policy", "policies", multiple=True, help="ask about this policy only; may be repeated")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def diff(programme: str, before: datetime, after: datetime, policies: tuple[str, ...], *, as_json: bool) -> None:
    """Say for each policy of PROGRAMME (a name or a folder) who gains and who loses between the law of two days, with a person for each, or that there is nobody."""
    from ansinh.policy.proofs.differences import differences  # noqa: PLC0415 - the solver takes longer to load than to ask one person

    loaded = _loaded(programme, policies)
    days: tuple[date, date] = before.date(), after.date()
    if days[0] > days[1]:
        raise click.UsageError("--from is the earlier day, --to the later one")
    found = []
    try:
        for difference in differences(loaded, *days, policies=policies or None):
            found.append(difference)
            if not as_json:
                _tell(difference, loaded)
    except NotInForce as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        told = [difference.as_json(loaded) for difference in found]
        head = {"programme": loaded.id, "law_version": loaded.law_version, "from": days[0].isoformat(), "to": days[1].isoformat()}
        click.echo(json.dumps({**head, "differences": told}, ensure_ascii=False))


def _loaded(programme: str, policies: tuple[str, ...]) -> Programme:
    try:
        loaded = load_from(Path(programme).resolve()) if Path(programme).is_dir() else load_programme(programme)
    except LawFault as fault:
        raise click.ClickException(str(fault)) from fault
    unknown = [name for name in policies if name not in {policy.id for policy in loaded.policies}]
    if unknown:
        raise click.UsageError(f"{programme} has no policy {', '.join(unknown)}")
    return loaded


def _show(finding: Finding, programme: Programme) -> None:
    from ansinh.policy.proofs.findings import PROPERTIES  # noqa: PLC0415 - as above

    days = f"from {finding.starts.isoformat()}" + (f" to {finding.ends.isoformat()}" if finding.ends else "")
    about = f" ({finding.about['en']})" if finding.about else ""
    cite = f" [{finding.cite}]" if finding.cite else ""
    click.echo(f"{finding.verdict:<11} {finding.subject}, {days}: {PROPERTIES[finding.property]['en']}{about}{cite}")
    if finding.witness:
        _person(finding.witness, programme)


def _tell(difference: Difference, programme: Programme) -> None:
    from ansinh.policy.proofs.differences import ANSWERS, QUESTIONS  # noqa: PLC0415 - as above

    click.echo(f"{difference.policy}: {QUESTIONS[difference.question]['en']} {ANSWERS[difference.answer]['en']}")
    if difference.witness:
        _person(difference.witness, programme)


def _person(witness: Witness, programme: Programme) -> None:
    """Show a witness in both languages, line beside line."""
    click.echo(f"    on {witness.as_of.isoformat()}:")
    words = witness.in_words(programme)
    for vi, en in zip(words["vi"], words["en"], strict=True):
        click.echo(f"      {vi} | {en}")
