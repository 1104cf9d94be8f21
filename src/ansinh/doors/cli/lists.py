"""`ansinh lists`: read a list as it comes, or take it into a dossier."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import orjson

from ansinh.doors.cli.rooms import Rooms
from ansinh.papers.lists.reading import ListReading
from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import read_in_child
from ansinh.policy.load import load_programme

ROOMS = {"import": "ansinh.doors.cli.lists_import:lists_import", "template": "ansinh.doors.cli.lists_template:lists_template"}
"""Commands that need more than a file, loaded only when asked for."""


@click.group(cls=Rooms, rooms=ROOMS)
def lists() -> None:
    """Lists of communes and employers."""


def _known(_context: click.Context, _option: click.Parameter, policy: str | None) -> str | None:
    """Refuse a policy the programme has not."""
    known = [held.id for held in load_programme("nq68").policies] if policy else []
    if policy and policy not in known:
        raise click.BadParameter(f"{policy}: không có chính sách này / no such policy; {', '.join(known)}")
    return policy


@lists.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--policy", callback=_known, help="What the list is for, such as nq68-12; else its own words tell.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day by which dates are judged; today if not given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def read(file: Path, policy: str | None, today: datetime | None, *, as_json: bool) -> None:
    """Read FILE as it comes and say what is in it, what was repaired and what somebody must decide."""
    day = today.date() if today else datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    try:
        reading = read_in_child(file, policy=policy, today=day)
    except ListRefused as refusal:
        click.echo(f"{file}: {refusal.message['vi']}\n{file}: {refusal.message['en']}", err=True)
        raise SystemExit(1) from refusal
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(reading.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    else:
        _tell(reading)
    if not reading.rows:
        raise SystemExit(1)


def _tell(reading: ListReading) -> None:
    """Print the reading for a person."""
    totals = reading.totals
    for sheet in reading.sheets:
        click.echo(f"{sheet.name}: {sheet.policy_guess or '?'} " + " ".join(f"{k}={v}" for k, v in sheet.columns.items()))
    for found in reading.problems:
        click.echo(f"{found.severity:7} {found.sheet} {found.message['vi']}")
    click.echo(f"{totals.rows} người, {totals.errors} lỗi, {totals.warnings} lưu ý")
