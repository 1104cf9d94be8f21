"""An act on many dossiers that is refused in the simulated year is not carried out: neither itself nor the one before it once more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from ansinh.delivery.cases import bulk
from ansinh.delivery.offices.refusals import Refused
from ansinh.doors.cli.year import deeds

MORNING = datetime(2021, 8, 6, 2, tzinfo=UTC)


@contextmanager
def trying(_deed: str) -> Iterator[None]:
    try:
        yield
    except Refused:
        return


def test_what_was_refused_is_not_carried_out_and_what_came_before_it_not_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    first, carried = SimpleNamespace(pk=uuid4()), []
    answers = iter([first, Refused("changed", "Hồ sơ đã khác.", "The dossiers differ.")])

    def hold(*_tasks: object, **_told: object) -> object:
        answer = next(answers)
        if isinstance(answer, Refused):
            raise answer
        return answer

    line = SimpleNamespace(task=SimpleNamespace(pk=uuid4(), dossier_id=uuid4()))
    monkeypatch.setattr(deeds, "MOST_TASKS_AT_ONCE", 1)
    monkeypatch.setattr(deeds, "acting", lambda _who: nullcontext())
    monkeypatch.setattr(deeds, "preview", lambda *_tasks, **_told: SimpleNamespace(lines=[line], left_out=[], claims=1, amount_vnd=1))
    monkeypatch.setattr(deeds, "_note", lambda *_told: None)
    monkeypatch.setattr(bulk, "hold", hold)
    monkeypatch.setattr(bulk, "carry_out", lambda key, **_told: carried.append(key))
    deeds._decide_together(SimpleNamespace(trying=trying), SimpleNamespace(), [uuid4(), uuid4()], MORNING)  # type: ignore[arg-type] # all that it needs
    assert carried == [first.pk]
