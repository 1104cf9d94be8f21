"""`ansinh payments`: whether a payment file may leave the house."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.group()
def payments() -> None:
    """Check the files that carry money."""


@payments.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True))
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def verify(file: Path, *, as_json: bool) -> None:
    """Check FILE (pain.001.001.09) against its schema, counts and control sums; exit 1 when anything is wrong."""
    from ansinh.papers.bank.iso20022 import MAX_BYTES  # noqa: PLC0415 - as below
    from ansinh.papers.bank.verification import verify as check  # noqa: PLC0415 - the room loads only when asked

    with file.open("rb") as opened:
        found = check(opened.read(MAX_BYTES + 1))
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    elif found.ok:
        click.echo(f"{file}: đúng / correct: {found.count} khoản / transfers, {found.sum_vnd:,} VND, {found.message_id}")
    for problem in () if as_json else found.problems:
        where = f" {problem.where}:" if problem.where else ""
        click.echo(f"{file}:{where} {problem.vi} / {problem.en}", err=True)
    if not found.ok:
        raise SystemExit(1)
