"""`ansinh law determine`: the law asked of a whole table."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from ansinh.policy.load import LawFault, load_programme
from ansinh.policy.programme import NotInForce, Programme

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
def determine_all(
    programme: str, source: Path, target: Path, as_of: datetime | None, policies: tuple[str, ...], engine: str, master: str | None, driver_address: str | None
) -> None:
    """Ask PROGRAMME of every row of a table, in a stream. The answer is there whole or not at all."""
    from ansinh.policy.engines.answer_file import answer_file  # noqa: PLC0415 - the engine takes longer to load than to ask one person
    from ansinh.policy.engines.table import TableFault  # noqa: PLC0415 - likewise

    if engine != "spark" and (master or driver_address):
        raise click.UsageError("--master and --driver-address are for --engine spark")
    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - a door may ask the clock
    try:
        loaded = load_programme(programme)
        unknown = [name for name in policies if name not in {policy.id for policy in loaded.policies}]
        if unknown:
            raise click.UsageError(f"{programme} has no policy {', '.join(unknown)}")
        if engine == "spark":  # noqa: SIM108 - two engines, beside each other
            rows = _on_spark(source, target, loaded, day, policies, master, driver_address)
        else:
            rows = answer_file(source, target, loaded, as_of=day, policies=policies or None)
    except (LawFault, NotInForce, TableFault) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{target}: {rows:,} rows, {programme} on {day.isoformat()}, law version {loaded.law_version[:12]}")


def _on_spark(source: Path, target: Path, programme: Programme, day: date, policies: tuple[str, ...], master: str | None, driver_address: str | None) -> int:
    from ansinh.policy.engines import spark  # noqa: PLC0415 - an optional part

    try:
        with spark.session(master or spark.MASTER, address=driver_address or spark.LOOPBACK) as session:
            return spark.answer_file_on_spark(session, source, target, programme, as_of=day, policies=policies or None)
    except spark.EngineMissing as missing:
        raise click.ClickException(str(missing)) from missing
