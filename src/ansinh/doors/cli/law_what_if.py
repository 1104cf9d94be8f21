"""`ansinh law what-if`: a draft of a law beside the law in force, on the same people: who gains, who loses, and what it costs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ansinh.doors.cli.programme_at import programme_at
from ansinh.policy.load import LawFault, load_from
from ansinh.policy.programme import NotInForce

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from ansinh.policy.population.plan import Plan
    from ansinh.policy.population.two_laws import Vocabulary
    from ansinh.policy.programme import Programme

DAY = click.DateTime(["%Y-%m-%d"])
COUNT, SEED = 100_000, 1
LARGEST_SCALE = 1_000_000
"""A row that stands for more tells nothing any more."""


@dataclass(frozen=True)
class Asked:
    """What the command was asked, as its options are named."""

    folder: Path
    day: datetime
    people: Path | None
    groups: Path | None
    count: int | None
    seed: int | None
    unknown: float | None
    policies: tuple[str, ...]
    scale: str | None
    language: str
    as_json: bool

    @property
    def as_of(self) -> date:
        """The day on which both laws are asked."""
        return self.day.date()

    def population(self, plan: Plan) -> dict[str, Any]:
        """Say where the people come from: the file, or the seed, and which facts were drawn by plain chance."""
        if self.people:
            return {"file": self.people.name, "seed": None, "unknown": None, "plain": []}
        return {"file": plan.file or None, "seed": SEED if self.seed is None else self.seed, "unknown": self.unknown or 0.0, "plain": list(plan.plain)}

    def demand_sense(self) -> None:
        """Raise `click.UsageError` for options that contradict each other."""
        if self.people and any(value is not None for value in (self.count, self.seed, self.unknown)):
            raise click.UsageError("either --people, or people made by --count, --seed and --unknown")
        if self.groups and not self.people:
            raise click.UsageError("--groups belongs to --people; people that are made know their groups")


@click.command("what-if")
@click.argument("programme")
@click.option(
    "--draft", "folder", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), help="a changed copy of the programme's folder"
)
@click.option("--as-of", "day", type=DAY, required=True, help="the day on which both laws are asked")
@click.option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV or Parquet of facts; without it people are made from a seed")
@click.option("--groups", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="with --people: id, kind, group and province of each row")
@click.option("--count", type=click.IntRange(1, 999_999_999), help=f"how many rows are made; {COUNT:,} by default")
@click.option("--seed", type=int, help=f"the same seed makes the same people; {SEED} by default")
@click.option("--unknown", type=click.FloatRange(0, 1), help="share of each fact that nobody has told; none by default")
@click.option("--policy", "policies", multiple=True, help="look at this policy only; may be repeated. Exclusive groups still choose among all")
@click.option("--scale", help="each row stands for so many, such as 985.5; “country” takes it from the population file")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def what_if(programme: str, **options: Any) -> None:
    """Compare PROGRAMME (a name or a folder) as in force with a draft: people, cost, winners and losers, by province and by group."""
    from ansinh.doors.cli.what_if_page import document, page  # noqa: PLC0415 - tables take longer to load than the other commands
    from ansinh.policy.engines.table import TableFault  # noqa: PLC0415 - likewise
    from ansinh.policy.population.people import PopulationFault  # noqa: PLC0415 - likewise
    from ansinh.policy.population.two_laws import VocabulariesDiffer, one_vocabulary  # noqa: PLC0415 - likewise
    from ansinh.policy.what_if import compare  # noqa: PLC0415 - likewise

    asked = Asked(**options)
    asked.demand_sense()
    try:
        in_force, folder = programme_at(programme)
        draft = _draft(asked.folder, in_force)
        _demand_policies(asked.policies, in_force, draft)
        words = one_vocabulary(in_force, draft)
        plan = _plan(asked, folder, words)
        scale = _scale(asked, plan)
        found = compare(_people(asked, plan, in_force, words), in_force, draft, as_of=asked.as_of, policies=asked.policies or None)
    except (LawFault, NotInForce, TableFault, PopulationFault, VocabulariesDiffer) as fault:
        raise click.ClickException(str(fault)) from fault
    told = {**document(found, in_force, draft, as_of=asked.as_of, scale=scale, words=words), "population": asked.population(plan)}
    if asked.as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    names = {policy.id: policy.name[asked.language] for law in (draft, in_force) for policy in law.policies}
    groups = {group.id: group.text[asked.language] for group in plan.groups}
    click.echo(page(told, asked.language, policies=names, provinces=_provinces(), groups=groups))


def _draft(folder: Path, in_force: Programme) -> Programme:
    draft = load_from(folder)
    if draft.id != in_force.id:
        raise click.ClickException(f"{folder / 'programme.yaml'}: this is a draft of {draft.id}, not of {in_force.id}")
    return draft


def _demand_policies(policies: tuple[str, ...], in_force: Programme, draft: Programme) -> None:
    known = {policy.id for law in (in_force, draft) for policy in law.policies}
    unknown = [name for name in policies if name not in known]
    if unknown:
        raise click.UsageError(f"neither {in_force.id} nor the draft has a policy {', '.join(unknown)}")


def _plan(asked: Asked, in_force: Path, words: Vocabulary) -> Plan:
    """Give the plan of the people, by the draft's own population file where it has one: only that can say how facts new in the draft are drawn."""
    from ansinh.policy.population.read_plan import FILE, read_plan  # noqa: PLC0415 - as above

    folder = asked.folder if (asked.folder / FILE).is_file() else in_force
    return read_plan(folder, words.facts, as_of=asked.as_of)


def _people(asked: Asked, plan: Plan, in_force: Programme, words: Vocabulary) -> Iterable[tuple[pl.DataFrame, pl.DataFrame]]:
    """Give facts and groups of the people, batch by batch."""
    from ansinh.policy.population.people import Population  # noqa: PLC0415 - as above
    from ansinh.policy.population.two_laws import people_of  # noqa: PLC0415 - as above

    if asked.people:
        return people_of(asked.people, in_force, words.facts, as_of=asked.as_of, groups=asked.groups)
    seed = SEED if asked.seed is None else asked.seed  # 0 is a seed too
    return Population(plan, seed, asked.count or COUNT, asked.as_of, asked.unknown or 0.0).chunks()


def _provinces() -> dict[str, str]:
    """Name the provinces of 2021, by whose codes the laws go."""
    from ansinh.delivery.offices.maps import units_of_2021  # noqa: PLC0415 - as above

    return {unit.code: unit.short_name for unit in takewhile(lambda unit: unit.level == "province", units_of_2021())}


def _scale(asked: Asked, plan: Plan) -> float:
    """Give for how many each row stands: one unless told; of the country, if the people are made and the plan says how many it has."""
    if asked.scale is None:
        return 1.0
    if asked.scale == "country":
        if asked.people or not plan.country:
            raise click.ClickException("nobody says how many rows the country has; give --scale as a number")
        return plan.country / (asked.count or COUNT)
    try:
        scale = float(asked.scale)
    except ValueError:
        scale = 0.0
    if not 0 < scale <= LARGEST_SCALE:
        raise click.BadParameter(f"a number above 0 and up to {LARGEST_SCALE:,}, or “country”", param_hint="--scale")
    return scale
