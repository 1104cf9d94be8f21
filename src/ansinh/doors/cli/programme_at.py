"""A programme as it is named on the command line: one that is in force by its name, or any other by its folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ansinh.policy.load import PROGRAMMES, load_from, load_programme, programme_names

if TYPE_CHECKING:
    from ansinh.policy.programme import Programme


def programme_at(name: str) -> tuple[Programme, Path]:
    """Give the programme and the folder of its files; a name goes before a folder that is called the same. Raises `LawFault`."""
    if name in programme_names() or not Path(name).is_dir():
        return load_programme(name), PROGRAMMES / name
    folder = Path(name).resolve()
    return load_from(folder), folder
