"""Lists written by hand and read back, with every row of the file accounted for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from ansinh.papers.lists.reading import ListReading, read_list
from papers.lists.handmade import TODAY, Sheet, accounted, filled, write


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., ListReading]:
    """Write sheets (or the rows of one) and read them back, with every row of the file accounted for."""

    def listed(*sheets: Any, merged: Sequence[str] = (), policy: str | None = None, name: str = "DS") -> ListReading:
        pages = [sheet if isinstance(sheet, Sheet) else Sheet(sheet, name=name, merged=merged) for sheet in sheets]
        reading = read_list(write(tmp_path / "list.xlsx", *pages), policy=policy, today=TODAY)
        for page in pages:
            assert accounted(reading, page.name) == filled(page.rows), "a row was lost or invented"
        return reading

    return listed
