"""`ansinh audit`: whether the log still says what was written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ansinh.doors.cli.database import database


@click.group()
def audit() -> None:
    """Check and export the tamper-evident log."""


@audit.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def verify(file: Path | None, *, as_json: bool) -> None:
    """Check the log in the database, or an exported FILE alone."""
    from ansinh.delivery.evidence import verify as log  # noqa: PLC0415 - the rooms load only when asked

    if file is None:
        with database():
            verdict = log.check(log.records())
    else:
        try:
            with file.open(encoding="utf-8") as lines:
                verdict = log.check(log.read(lines))
        except (OSError, ValueError) as error:
            raise click.ClickException(f"{file}: {error}") from error
    if as_json:
        click.echo(json.dumps({"events": verdict.events, "seals": verdict.seals, "heads": verdict.heads, "faults": verdict.faults}, ensure_ascii=False))
    else:
        for fault in verdict.faults:
            click.echo(f"FAULT {fault}", err=True)
        click.echo(f"{verdict.events} events under {verdict.seals} seals in {len(verdict.heads)} chains: {'altered' if verdict.faults else 'as written'}")
    if verdict.faults:
        raise SystemExit(1)


@audit.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export(file: Path) -> None:
    """Write the whole log to FILE, to be kept elsewhere and checked there."""
    from ansinh.delivery.evidence import verify as log  # noqa: PLC0415 - as above

    with database(), file.open("w", encoding="utf-8") as to:
        click.echo(f"{log.export(to)} records written to {file}")
