"""Plans and programmes that the tests of populations and of drafts share."""

from __future__ import annotations

import functools
import shutil
from datetime import date
from pathlib import Path

from ansinh.policy.load import PROGRAMMES, load_from, load_programme
from ansinh.policy.population.people import Population
from ansinh.policy.population.plan import Plan
from ansinh.policy.population.read_plan import read_plan
from ansinh.policy.programme import Programme

ON = date(2021, 11, 20)
PROGRAMME = load_programme("nq68")


@functools.cache
def plan_of(as_of: date = ON) -> Plan:
    return read_plan(PROGRAMMES / "nq68", PROGRAMME.facts, as_of=as_of)


def people(count: int, seed: int = 1, *, unknown: float = 0.0, as_of: date = ON) -> Population:
    return Population(plan_of(as_of), seed, count, as_of, unknown)


def drafted(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Copy the programme to `folder` and change it: each change is a file, a text that stands there once, and what takes its place."""
    draft = folder / "draft"
    shutil.copytree(PROGRAMMES / "nq68", draft)
    for name, old, new in changes:
        text = (draft / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        (draft / name).write_text(text.replace(old, new), encoding="utf-8")
    return draft


def draft_of(folder: Path, *changes: tuple[str, str, str]) -> Programme:
    return load_from(drafted(folder, *changes))
