"""`ansinh simulate year`: a whole year of every procedure, by made-up officers and people, in a database of its own, every rule held each evening."""

from __future__ import annotations

import importlib
import json
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ansinh.doors.cli.year.asked import PROVINCES, Asked, YearRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansinh.doors.cli.year.figures import Year

WEEK = 7


@click.command()
@click.option("--seed", required=True, type=int, help="the same seed gives the same log, to the last hash")
@click.option("--claims", default=200_000, show_default=True, type=click.IntRange(1), help="how many are filed")
@click.option("--provinces", default=PROVINCES, show_default=True, type=click.IntRange(1, PROVINCES), help="of how many provinces")
@click.option("--communes", default=200, show_default=True, type=click.IntRange(1), help="in how many communes of them")
@click.option("--officers", default=500, show_default=True, type=click.IntRange(1), help="by how many officers")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1), help="how long")
@click.option("--from", "first", default="2021-08-09", show_default=True, type=click.DateTime(["%Y-%m-%d"]), help="the first day")
@click.option(
    "--automatic", default="half", show_default=True, type=click.Choice(["none", "half", "all"]),
    help="where steps that registers vouch for complete by themselves, of the provinces that do every policy",
)  # fmt: skip
@click.option("--without-automatic", is_flag=True, help="the same as --automatic none")
@click.option("--json", "target", type=click.Path(dir_okay=False, path_type=Path), help="write all figures to this file too")
def year(first: datetime, target: Path | None, *, without_automatic: bool, **wanted: Any) -> None:
    """Simulate a year with the true verbs. It stops at the first rule that does not hold and says on which day, which, and by which rows."""
    try:
        asked = Asked(first=first.date(), **{**wanted, **({"automatic": "none"} if without_automatic else {})})
    except YearRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    with importlib.import_module("ansinh.config.simulated").alone() as owner:  # by name: config lies above the doors
        found = _simulated(asked, owner)
    if target:
        target.write_text(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _simulated(asked: Asked, owner: str) -> Year:
    import psycopg  # noqa: PLC0415 - only where a database is used

    from ansinh.doors.cli.year.figures import figures_for, table_of  # noqa: PLC0415 - only after the rooms are loaded
    from ansinh.doors.cli.year.rules import Violated  # noqa: PLC0415 - likewise
    from ansinh.doors.cli.year.run import simulate  # noqa: PLC0415 - likewise
    from ansinh.doors.cli.year.seeded import own  # noqa: PLC0415 - likewise

    with psycopg.connect(owner) as connection:
        own(connection, asked.seed, role="ansinh_app")
    try:
        found = simulate(asked, tell=_teller(asked))
    except Violated as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(figures_for(asked, found))
    click.echo(table_of(found))
    if found.disappeared:
        told = found.disappeared
        click.echo(f"{told['officer']} disappeared at {told['at']}: {told['open']} open steps, by 12:01 all with {', '.join(told['deputies'])}")  # type: ignore[arg-type] # names
    return found


def _teller(asked: Asked) -> Callable[[Any], object]:
    """Say each week how far the year is."""
    began = time.monotonic()

    def tell(world: Any) -> None:
        passed = (world.day - asked.first).days + 1
        if passed % WEEK == 0 or passed == asked.days:
            open_ = len(world.submitted) - world.counted["decided"]
            click.echo(f"{world.day.isoformat()}: {len(world.submitted):,} dossiers handed in, {open_:,} open; {time.monotonic() - began:.0f} s", err=True)

    return tell
