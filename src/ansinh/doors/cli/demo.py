"""`ansinh demo`: the whole chain replayed in the terminal, each hand-over with officer, due date and sums. Only on a demonstration."""

from __future__ import annotations

from pathlib import Path

import click

from ansinh.doors.cli.database import load_rooms

PASSWORD = "demo-an-sinh-2021"  # noqa: S105 - printed on purpose; works only where DEMO=1 made the accounts


def load_demonstration() -> None:
    """Load the demonstration's people and its province's plan; its history follows as a job once the server is up."""
    from ansinh.doors.cli.demo_accounts import load_accounts  # noqa: PLC0415 - only after the rooms are loaded
    from ansinh.doors.cli.demo_jobs import go_on  # noqa: PLC0415 - likewise
    from ansinh.doors.cli.demo_papers import load_plans  # noqa: PLC0415 - likewise

    load_accounts()
    load_plans()
    go_on()


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--policy", default="nq68-12", show_default=True, help="the policy FILE is a list for")
def demo(file: Path | None, policy: str) -> None:
    """Replay the chain with FILE, a commune's list; without one a list of forty people is made. Uses the demonstration's accounts."""
    load_rooms()
    from ansinh.doors.cli.demo_replay import replay  # noqa: PLC0415 - only after the rooms are loaded

    replay(file, policy)
