"""Hard lists, one fault each: exactly the rows, the problems and the skipped lines that are true of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansinh.papers.lists.reading import Row, read_list
from papers.lists.handmade import TODAY
from papers.lists.nasty import Nasty, Somebody
from papers.lists.nasty_cells import CELLS
from papers.lists.nasty_layouts import LAYOUTS

ALL = [*LAYOUTS, *CELLS]


def somebody(row: Row) -> Somebody:
    return Somebody(row.full_name, row.id_number, row.date_of_birth, row.birth_precision, row.amount, row.address)


@pytest.mark.parametrize("nasty", ALL, ids=[one.fault for one in ALL])
def test_the_truth_of_a_hard_list_is_read(nasty: Nasty, tmp_path: Path) -> None:
    reading = read_list(nasty.make(tmp_path), policy="nq68-12", today=TODAY)
    assert {(row.sheet, row.row): somebody(row) for row in reading.rows} == nasty.rows
    assert {(line.sheet, line.row): line.why for line in reading.skipped} == nasty.skipped
    assert sorted(((found.row or 0), found.code) for found in reading.problems) == sorted(((row or 0), code) for row, code in nasty.problems)


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 30
    assert len({one.fault for one in ALL}) == len(ALL)
