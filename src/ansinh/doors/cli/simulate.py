"""`ansinh simulate`: people, employers and lists made from a seed, to try the law and the way of a list on. They are nobody."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from ansinh.doors.cli.programme_at import programme_at
from ansinh.doors.cli.rooms import Rooms
from ansinh.policy.load import LawFault

DAY = click.DateTime(["%Y-%m-%d"])
SOME_UNKNOWN = click.FloatRange(0, 1)


@click.group(cls=Rooms, rooms={"year": "ansinh.doors.cli.year.command:year"})
def simulate() -> None:
    """Make people, employers and lists from a seed. The same seed makes the same bytes."""


@simulate.command()
@click.argument("programme")
@click.option("--count", required=True, type=click.IntRange(1, 999_999_999), help="how many rows")
@click.option("--seed", required=True, type=int, help="the same seed makes the same people")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="CSV or Parquet: id, then one column a fact")
@click.option(
    "--with-groups", "groups", type=click.Path(dir_okay=False, path_type=Path), help="write id, kind, group and province of each row to this file too"
)
@click.option("--as-of", type=DAY, help="nothing has happened after this day; today by default")
@click.option("--unknown", type=SOME_UNKNOWN, default=0.0, show_default=True, help="share of each fact that nobody has told, such as 0.15")
@click.option("--kind", "kinds", multiple=True, help="only rows of this kind, such as person or employer; may be repeated")
def people(programme: str, count: int, seed: int, target: Path, groups: Path | None, as_of: datetime | None, unknown: float, kinds: tuple[str, ...]) -> None:
    """Make people and employers as the population file of PROGRAMME (a name or a folder) draws them, ready for `ansinh law determine`."""
    from ansinh.policy.population.files import write_people  # noqa: PLC0415 - tables take longer to load than the other commands
    from ansinh.policy.population.people import Population, PopulationFault  # noqa: PLC0415 - likewise
    from ansinh.policy.population.read_plan import FILE, read_plan  # noqa: PLC0415 - likewise

    day = as_of.date() if as_of else date.today()  # noqa: DTZ011 - a door may ask the clock
    try:
        loaded, folder = programme_at(programme)
        plan = read_plan(folder, loaded.facts, as_of=day)
        made = Population(plan, seed, count, day, unknown)
        write_people(made.of_kinds(kinds) if kinds else made, target, groups=groups)
    except (LawFault, PopulationFault) as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(f"{target}: {count:,} rows of {loaded.id} as on {day.isoformat()}, seed {seed}")
    if not plan.file:
        click.echo(f"  {loaded.id} has no {FILE}: every fact is drawn by plain chance", err=True)
    elif plan.plain:
        click.echo(f"  {FILE} says nothing of {', '.join(plan.plain)}: drawn by plain chance", err=True)


@simulate.command("list")
@click.option("--policy", required=True, help="what the list is for, such as nq68-12")
@click.option("--rows", required=True, type=click.IntRange(1, 1_000_000), help="how many people stand in it")
@click.option("--seed", required=True, type=int, help="the same seed makes the same list")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="an .xlsx file")
@click.option("--clean", is_flag=True, help="no slips of the pen: every row is as it should be")
@click.option("--truth", type=click.Path(dir_okay=False, path_type=Path), help="write what a reader should find to this JSON file")
def one_list(policy: str, rows: int, seed: int, target: Path, truth: Path | None, *, clean: bool) -> None:
    """Make a list as communes and employers send them, slips of the pen included."""
    from ansinh.papers.lists.simulated import HEADINGS, make_list  # noqa: PLC0415 - as above

    if policy not in HEADINGS:
        raise click.BadParameter(f"no list is made for {policy}; there are {', '.join(HEADINGS)}", param_hint="--policy")
    if target.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{target.name}: lists are written as .xlsx", param_hint="--out")
    try:
        found = make_list(target, rows=rows, policy=policy, seed=seed, messy=not clean)
        if truth is not None:
            truth.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"not written: {error}") from error
    click.echo(f"{target}: a list of {rows:,} people for {policy}, seed {seed}")
