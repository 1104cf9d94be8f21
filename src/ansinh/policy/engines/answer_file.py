"""A file of facts becomes a file of answers: batch by batch in bounded memory, gone on with after a kill, in its place only when it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import polars as pl

from ansinh.policy.engines.answers import Asking
from ansinh.policy.engines.asked import asked_of
from ansinh.policy.engines.checks import Checks
from ansinh.policy.engines.formats import FORMATS
from ansinh.policy.engines.parquet_parts import rows_in_a_group
from ansinh.policy.engines.shapes import long_rows, wide_rows
from ansinh.policy.engines.table import ID, TableFault, read_table
from ansinh.policy.engines.unfinished import NotWritten, Unfinished, unfinished
from ansinh.policy.language.evaluate import LARGEST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from concurrent.futures import Future
    from datetime import date
    from pathlib import Path

    from ansinh.policy.engines.answers import PolicyAnswers
    from ansinh.policy.engines.asked import Asked
    from ansinh.policy.engines.formats import Data, Format, Part
    from ansinh.policy.programme import Programme

    Progress = Callable[[int, int], None]
    Read = Callable[[], pl.DataFrame]

BATCH, ROOM = 1 << 18, 1 << 27
"""The most people in a batch, and about how many bytes their facts and answers take: the unit of memory and of going on."""

TEXT, ANSWER = 16, {"long": 52, "bits": 16}
"""About how many bytes a text takes, and an answer in each form while it is written."""

ENDS = 1 << 16
"""How many bytes of each end of a source are looked at to know it again."""

PARQUET = ".parquet"
"""In such a file each batch is read at its place by whoever answers it; any other is read in one stream."""

SHAPE = 2
"""Raised when parts written by an older release can no longer be gone on with."""


class Form(StrEnum):
    """How answers are written: `long`, a row a person and policy, in words; `bits`, a row a person, for whoever counts."""

    LONG = "long"
    BITS = "bits"


@dataclass(frozen=True)
class Totals:
    """How many people a policy gives what, and the sum of its amounts in đồng."""

    eligible: int = 0
    ineligible: int = 0
    undetermined: int = 0
    amount: int = 0


@dataclass(frozen=True)
class Answered:
    """What was written: people and rows, how many of the people an earlier run had answered, and the totals of each policy."""

    people: int
    rows: int
    people_before: int
    totals: dict[str, Totals]


def answer_file(
    source: Path,
    target: Path,
    programme: Programme,
    *,
    as_of: date,
    policies: Collection[str] | None = None,
    form: Form = Form.LONG,
    restart: bool = False,
    progress: Progress | None = None,
) -> Answered:
    """Ask the law of each row of `source` and write `target` (CSV or Parquet); `progress` is told how many people of how many are answered.

    What an earlier run of the same question left is gone on with, unless `restart`. Raises `TableFault` for a table that cannot be
    asked or a target that cannot be written, `NotInForce` before the first version. A run that fails leaves an older `target` as it was.
    """
    kind = target.suffix.lower()
    if kind not in FORMATS:
        raise TableFault(f"{target.name}: answers are written as .csv or .parquet")
    if target.exists() and target.samefile(source):
        raise TableFault(f"{target.name}: the answers cannot take the place of the facts; name another file")
    asked = asked_of(programme, as_of=as_of, policies=policies)
    table = read_table(source, programme, policies=policies, as_of=as_of)
    run = _Run(source, table, asked, form, FORMATS[kind])
    about = {**asked.as_json(), "form": str(form)}
    question = {**about, "shape": [SHAPE, pl.__version__], "source": _known_by(source)}
    with unfinished(target, question, head=run.format.head, restart=restart) as making:
        before = sum(part["people"] for part in making.parts)
        try:
            run.go_on(making, before, progress)
        except NotWritten:
            raise
        except TableFault:
            making.give_up()
            raise
        if form is Form.BITS and kind == ".csv":
            making.beside(f"{target.name}.json", json.dumps(about, indent=1).encode() + b"\n")
        making.finish(run.format.end(making.parts, about))
        return _answered(making.parts, asked, form, before)


class _Run:
    """One run over one table."""

    def __init__(self, source: Path, table: pl.LazyFrame, asked: Asked, form: Form, format_: Format) -> None:
        self.source, self.table, self.form, self.format = source, table, form, format_
        self.checks = Checks(dict(table.collect_schema()), asked.programme, as_of=asked.as_of)
        self.asking = Asking(asked)
        self.in_places = source.suffix.lower() == PARQUET
        width = TEXT + sum(_width(dtype) for dtype in table.collect_schema().dtypes()) + len(asked.policies) * ANSWER[form]
        self.batch = min(BATCH, ROOM // width)
        if self.in_places:
            with self._words():
                self.batch = _in_step(self.batch, rows_in_a_group(source))

    def go_on(self, making: Unfinished, before: int, progress: Progress | None) -> None:
        """Answer whoever comes after the first `before` people, a few batches at a time, and write them in their order."""
        people, hands = before, pl.thread_pool_size() + 1  # one more than there are processors: some wait for a neighbour, or for the disk
        total = int(self.table.select(pl.len()).collect(engine="streaming").item()) if progress or self.in_places else 0
        under_way: deque[Future[tuple[Data, Part]]] = deque()
        with ThreadPoolExecutor(hands) as pool:
            for number, read in enumerate(self._reads(before, total), len(making.parts)):
                under_way.append(pool.submit(self._part, read, first=number == 0))
                while len(under_way) > hands:
                    people += _write(making, under_way.popleft())
                    if progress:
                        progress(people, total)
            while under_way:
                people += _write(making, under_way.popleft())
                if progress:
                    progress(people, total)
        if not making.parts:
            making.add(*self._part(self.table.head(0).collect, first=True))

    def _reads(self, before: int, total: int) -> Iterator[Read]:
        """Give what reads each batch behind the first people: a place in the file where there are places, else a stream has read it."""
        if self.in_places:
            for start in range(before, total, self.batch):
                yield self.table.slice(start, self.batch).collect
            return
        rest = self.table.slice(before) if before else self.table
        with self._words():
            for batch in rest.collect_batches(chunk_size=self.batch, maintain_order=True, engine="streaming"):
                yield batch.clone

    @contextlib.contextmanager
    def _words(self) -> Iterator[None]:
        """Say in words that the file cannot be read to its end, as `TableFault`."""
        try:
            yield
        except (pl.exceptions.PolarsError, OSError) as error:
            raise TableFault(f"{self.source.name}: cannot be read to its end: {str(error).splitlines()[0]}") from error

    def _part(self, read: Read, *, first: bool) -> tuple[Data, Part]:
        with self._words():
            batch = read()
        people = self.checks.typed(batch)
        answers = self.asking.answers(people)
        shaped = (long_rows if self.form is Form.LONG else wide_rows)(people[ID], answers)
        data, described = self.format.part(shaped, first=first)
        return data, {**described, "people": batch.height, "totals": {one.policy.id: _counted(one) for one in answers}}


def _in_step(about: int, group: int | None) -> int:
    """Give a batch of about so many people that ends where groups of rows of a file end: to read a part of a group, all of it is unpacked."""
    if not group:
        return about
    most = about + about // 8
    return group * (most // group) if group <= most else -(-group // -(-group // most))


def _width(dtype: pl.DataType) -> int:
    """Give about how many bytes a value takes."""
    if dtype == pl.Date:
        return 4
    return 1 if dtype == pl.Boolean else TEXT if dtype == pl.String else 8


def _write(making: Unfinished, part: Future[tuple[Data, Part]]) -> int:
    data, about = part.result()
    making.add(data, about)
    return int(about["people"])


def _counted(one: PolicyAnswers) -> list[int]:
    most = one.amount.max() or 0
    small = isinstance(most, int) and most * len(one.amount) <= LARGEST_NUMBER
    amount = one.amount.sum() if small else one.amount.cast(pl.Int128).sum()
    eligible, ineligible = int(one.eligible.sum()), int(one.ineligible.sum())
    return [eligible, ineligible, len(one.amount) - eligible - ineligible, int(amount)]


def _answered(parts: list[Part], asked: Asked, form: Form, before: int) -> Answered:
    people = sum(part["people"] for part in parts)
    names = [policy.id for policy in asked.policies]
    totals = {name: Totals(*map(sum, zip(*(part["totals"][name] for part in parts), strict=True))) for name in names}
    return Answered(people, people * len(names) if form is Form.LONG else people, before, totals)


def _known_by(source: Path) -> dict[str, Any]:
    """Say by what a file is known again: where it lies, its size, when it was changed, what it begins and ends with."""
    try:
        with source.open("rb") as file:
            told = source.stat()
            ends = hashlib.sha256(file.read(ENDS))
            file.seek(max(0, told.st_size - ENDS))
            ends.update(file.read(ENDS))
    except OSError as error:
        raise TableFault(f"{source.name}: cannot be read: {error.strerror}") from error
    return {"path": str(source.absolute()), "bytes": told.st_size, "changed_ns": told.st_mtime_ns, "ends": ends.hexdigest()}
