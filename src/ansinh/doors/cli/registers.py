"""`ansinh registers`: snapshots of the state's registers, loaded by whoever answers for them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ansinh.doors.cli.database import load_rooms

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.registry.models_registers import RegisterSnapshot

NAMED_FAULTS = 20


@click.group()
def registers() -> None:
    """Load snapshots of registers: insurance, tax roll, health lists, guide cards, population."""


@registers.command("load")
@click.argument("register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="who gave it, by which letter")
@click.option("--date", "dated", required=True, type=click.DateTime(["%Y-%m-%d"]), help="the day the data tells of")
@click.option("--by", "username", required=True, help="the analyst or administrator who answers for it")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def registers_load(register: str, file: Path, source: str, dated: datetime, username: str, *, as_json: bool) -> None:
    """Load FILE (CSV, xlsx or Parquet) as the next version of REGISTER, such as si_register; faulty lines are named. One that asks waits for an answer on the page of registers."""
    load_rooms()
    from ansinh.delivery.offices.models import Officer  # noqa: PLC0415 - only after the rooms are loaded
    from ansinh.delivery.offices.refusals import Refused  # noqa: PLC0415 - as above

    by = Officer.objects.filter(username=username, is_active=True).first()
    if by is None:
        message = f"không có cán bộ “{username}” / no officer “{username}”"
        raise click.BadParameter(message, param_hint="--by")
    try:
        row = _load(register, file, source, dated.date(), by)
    except Refused as refusal:
        raise click.ClickException(f"{file}: {refusal.message['vi']} / {refusal.message['en']}") from refusal
    for fault in row.faults.get("first", [])[:NAMED_FAULTS]:
        click.echo(f"{file}: {fault['line']} {fault['column']}: {fault['code']} “{fault['value']}”", err=True)
    answer = {"snapshot": str(row.pk), "state": row.state, "lines": row.lines, "entries": row.entries, "faulty": row.faulty, "asks": row.asks}
    click.echo(
        json.dumps(answer) if as_json else f"{row.get_state_display()}: {row.entries} / {row.lines} dòng, {row.faulty} dòng lỗi {' '.join(row.asks)}".strip()
    )
    if row.state == row.State.REFUSED:
        raise click.exceptions.Exit(1)


def _load(register: str, file: Path, source: str, dated: date, by: Officer) -> RegisterSnapshot:
    from django.utils import timezone  # noqa: PLC0415 - only after the rooms are loaded

    from ansinh.delivery.offices.scope import acting  # noqa: PLC0415 - as above
    from ansinh.delivery.registry.registers.load import load, receive_snapshot  # noqa: PLC0415 - as above

    with file.open("rb") as content, acting(by):
        row = receive_snapshot(content, file.name, register=register, source=source, dated=dated, by=by, at=timezone.now())
    return load(row.pk, by=by, at=timezone.now())
