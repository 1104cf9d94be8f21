"""`ansinh law determine`: the law asked of a whole table."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ansinh.policy.load import LawFault, load_programme
from ansinh.policy.programme import NotInForce, Programme

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("determine")
@click.argument("programme")
@click.option(
    "--in",
    "source",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or Parquet: id first, one column a fact, empty = unknown",
)
@click.option(
    "--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="CSV or Parquet: id, policy, outcome, amount, failed, unknown"
)
@click.option("--as-of", type=DAY, help="the day the complete dossiers arrived; today by default")
@click.option("--policy", "policies", multiple=True, help="ask this policy only; may be repeated")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help="what reckons: this machine, or Spark")
@click.option("--master", help="Spark only: its master, as spark://host:port; by default local[2], both cores of this machine")
@click.option("--driver-address", help="Spark only: the address of this machine that the workers can reach; 127.0.0.1 by default")
@click.option(
    "--bits", is_flag=True, help="one row a person: of each policy the amount, and what stands against it as bits, whose meaning is told with the file"
)
@click.option("--restart", is_flag=True, help="begin anew what an earlier run of the same question left unfinished")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def determine_all(programme: str, source: Path, target: Path, as_of: datetime | None, policies: tuple[str, ...], engine: str, **how: Any) -> None:
    """Ask PROGRAMME of every row of a table, in a stream. The answer is there whole or not at all; a run that was killed is gone on with."""
    from ansinh.policy.engines.table import TableFault  # noqa: PLC0415 - the engine takes longer to load than to ask one person

    if engine != "spark" and (how["master"] or how["driver_address"]):
        raise click.UsageError("--master and --driver-address are for --engine spark")
    if engine == "spark" and (how["bits"] or how["restart"]):
        raise click.UsageError("--bits and --restart are for --engine local")
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - a door may ask the clock
    try:
        loaded = load_programme(programme)
        unknown = [name for name in policies if name not in {policy.id for policy in loaded.policies}]
        if unknown:
            raise click.UsageError(f"{programme} has no policy {', '.join(unknown)}")
        if engine == "spark":
            written = {"rows": _on_spark(source, target, loaded, day, policies, how["master"], how["driver_address"])}
        else:
            written = _here(source, target, loaded, day, policies, bits=how["bits"], restart=how["restart"])
    except (LawFault, NotInForce, TableFault) as fault:
        raise click.ClickException(str(fault)) from fault
    if how["as_json"]:
        about = {"programme": programme, "as_of": day.isoformat(), "law_version": loaded.law_version, "engine": engine, "in": str(source), "out": str(target)}
        click.echo(json.dumps({**about, **written}, ensure_ascii=False))
    else:
        before = f", {written['people_before']:,} people of them answered before" if written.get("people_before") else ""
        click.echo(f"{target}: {written['rows']:,} rows{before}, {programme} on {day.isoformat()}, law version {loaded.law_version[:12]}")


def _here(source: Path, target: Path, programme: Programme, day: date, policies: tuple[str, ...], *, bits: bool, restart: bool) -> dict[str, Any]:
    from ansinh.policy.engines.answer_file import Form, answer_file  # noqa: PLC0415 - the engine takes longer to load than to ask one person

    form = Form.BITS if bits else Form.LONG
    with ExitStack() as terminal:
        progress = _bar(terminal) if sys.stderr.isatty() else None
        answered = answer_file(source, target, programme, as_of=day, policies=policies or None, form=form, restart=restart, progress=progress)
    return {"form": str(form), **asdict(answered)}


def _bar(terminal: ExitStack) -> Callable[[int, int], None]:
    """Give what draws a bar of people answered on standard error."""
    bars: list[Any] = []

    def progress(people: int, total: int) -> None:
        if not bars:
            bars.append(terminal.enter_context(click.progressbar(length=total, label="people", show_pos=True, file=sys.stderr)))
        bars[0].update(people - bars[0].pos)

    return progress


def _on_spark(source: Path, target: Path, programme: Programme, day: date, policies: tuple[str, ...], master: str | None, driver_address: str | None) -> int:
    from ansinh.policy.engines import spark  # noqa: PLC0415 - an optional part

    try:
        with spark.session(master or spark.MASTER, address=driver_address or spark.LOOPBACK) as session:
            return spark.answer_file_on_spark(session, source, target, programme, as_of=day, policies=policies or None)
    except spark.EngineMissing as missing:
        raise click.ClickException(str(missing)) from missing
