"""A file of facts becomes a file of answers: streamed, checked first, and put in its place only when it is whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.table import TableFault, determine_table, read_table, typed

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from pathlib import Path

    from ansinh.policy.programme import Programme


def answer_file(source: Path, target: Path, programme: Programme, *, as_of: date, policies: Collection[str] | None = None) -> int:
    """Ask the law of each row of `source` and write `target` (CSV or Parquet); give how many rows were written.

    Raises `TableFault` for a table that cannot be asked or a target that cannot be written, `NotInForce` before the first
    version. A run that fails leaves an older `target` as it was.
    """
    if target.suffix.lower() not in {".csv", ".parquet"}:
        raise TableFault(f"{target.name}: answers are written as .csv or .parquet")
    if target.exists() and target.samefile(source):
        raise TableFault(f"{target.name}: the answers cannot take the place of the facts; name another file")
    table = typed(read_table(source, programme, policies=policies, as_of=as_of), programme, as_of=as_of)
    answers = determine_table(table, programme, as_of=as_of, policies=policies)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.suffix.lower() == ".csv":
            answers.sink_csv(part, engine="streaming")
        else:
            answers.sink_parquet(part, engine="streaming")
        people = int(table.select(pl.len()).collect(engine="streaming").item())
        part.replace(target)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableFault(f"{target.name}: not written: {str(error).splitlines()[0]}") from error
    finally:
        part.unlink(missing_ok=True)
    return people * len(programme.policies if policies is None else policies)
