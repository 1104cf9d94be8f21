"""`ansinh registry`: what is done with the register of people as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ansinh.doors.cli.database import load_rooms

if TYPE_CHECKING:
    from ansinh.delivery.registry.link_all import Linked


@click.group()
def registry() -> None:
    """The register of people."""


@registry.command("link")
@click.option("--out", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Parquet: one, other, probability; keys of people only")
@click.option("--province", default="", help="GSO code of the one province to look through; the nation by default")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help="what reckons: this machine, or Spark")
@click.option("--master", help="Spark only: its master, as spark://host:port; by default local[2], both cores of this machine")
@click.option("--driver-address", help="Spark only: the address of this machine that the workers can reach; 127.0.0.1 by default")
@click.option("--work-dir", "work", type=click.Path(exists=True, file_okay=False, path_type=Path), help="where the people lie meanwhile: seen by every worker")
@click.option("--json", "as_json", is_flag=True, help="one JSON document on standard output")
def link(target: Path, province: str, engine: str, work: Path | None, *, as_json: bool, **how: Any) -> None:
    """Look for pairs who may be one person among all people of the nation. Decides nothing and offers nothing to anybody."""
    if engine != "spark" and (how["master"] or how["driver_address"]):
        raise click.UsageError("--master and --driver-address are for --engine spark")
    load_rooms()
    folder = work or target.absolute().parent
    found = _on_spark(target, folder, province, how["master"], how["driver_address"]) if engine == "spark" else _here(target, folder, province)
    if as_json:
        click.echo(json.dumps({"people": found.people, "pairs": found.pairs, "engine": engine, "out": str(target)}, ensure_ascii=False))
    else:
        click.echo(f"{target}: {found.people:,} người, {found.pairs:,} cặp nghi trùng / people, pairs")


def _here(target: Path, folder: Path, province: str) -> Linked:
    from ansinh.delivery.registry.link_all import link_all, score_here  # noqa: PLC0415 - only after the rooms are loaded

    return link_all(target, work=folder, score=score_here, province=province)


def _on_spark(target: Path, folder: Path, province: str, master: str | None, driver_address: str | None) -> Linked:
    from ansinh.delivery.registry.link_all import link_all  # noqa: PLC0415 - only after the rooms are loaded
    from ansinh.policy.engines import spark  # noqa: PLC0415 - an optional part

    try:
        with spark.session(master or spark.MASTER, address=driver_address or spark.LOOPBACK) as session:
            from ansinh.delivery.registry.linkage_spark import score_on_spark  # noqa: PLC0415 - needs the optional part, which the session has found

            return link_all(target, work=folder, score=lambda people, pairs: score_on_spark(session, people, pairs), province=province)
    except spark.EngineMissing as missing:
        raise click.ClickException(str(missing)) from missing
