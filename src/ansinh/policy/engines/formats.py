"""How answers stand in a file: Parquet whose parts are joined at the end, or CSV."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, Protocol

from ansinh.policy.engines.parquet_parts import MAGIC, joined, part_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    Data = bytes | memoryview
    Part = dict[str, Any]

METADATA = "ansinh"
"""The key under which a Parquet file says what was asked, and what each bit stands for."""


class Format(Protocol):
    """Rows as bytes; what a file begins and ends with."""

    head: bytes

    def part(self, rows: pl.DataFrame, *, first: bool) -> tuple[Data, Part]:
        """Give rows as bytes, and what the end must know of them."""

    def end(self, parts: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> bytes:
        """Give the end of a file of these parts, each with its length under `bytes`; `about` says what was asked."""


class Parquet:
    """Columns in groups of rows. Words are kept once in each group and read as plain words."""

    head = MAGIC

    def part(self, rows: pl.DataFrame, *, first: bool) -> tuple[Data, Part]:  # noqa: ARG002 - all parts are alike
        """Give rows as one group, and its description."""
        data, description = part_of(rows)
        return data, {"description": base64.b64encode(description).decode()}

    def end(self, parts: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> bytes:
        """Give the description of the whole file, with what was asked under the key `METADATA`."""
        start, found = len(MAGIC), []
        for part in parts:
            found.append((start, base64.b64decode(part["description"])))
            start += part["bytes"]
        return joined(found, {METADATA: json.dumps(about)})


class Csv:
    """Lines of text, the names of the columns first; unknown is empty."""

    head = b""

    def part(self, rows: pl.DataFrame, *, first: bool) -> tuple[Data, Part]:
        """Give rows as lines."""
        return rows.write_csv(include_header=first).encode(), {}

    def end(self, parts: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> bytes:  # noqa: ARG002 - lines need no end
        """Give nothing: the last line is the end."""
        return b""


FORMATS: dict[str, Format] = {".parquet": Parquet(), ".csv": Csv()}
"""The formats by the ends of their files' names."""
