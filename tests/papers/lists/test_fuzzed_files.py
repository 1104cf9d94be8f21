"""Files with their bytes changed at random end in a reading or in a refusal, never in a crash, and never over a gigabyte.

`FUZZ_SECONDS` says how long: a few seconds in the suite, ten minutes in `make fuzz`.
"""

from __future__ import annotations

import io
import os
import random
import re
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ansinh.papers.lists.code_pages import encode
from ansinh.papers.lists.reading import ListReading
from ansinh.papers.lists.refusals import ListRefused
from ansinh.papers.lists.sandbox import read_in_child
from papers.lists.handmade import TODAY, Sheet, write
from papers.lists.memory import kilobytes, stayed_below
from papers.lists.nasty import TABLE, csv_of, ods_file, text_file, xls_file

SECONDS = float(os.environ.get("FUZZ_SECONDS", "4"))
CRASHED = re.compile(r"\((-\d+|1)\)")
MOST_KILOBYTES = 2**20
UNTIL = [0.0]
ANSWERED_WITHIN = 20
"""Seconds a child may take, beside the machine's other work."""


class Originals(list[bytes]):
    """The whole files; a failing example names itself by its two numbers, not by their bytes."""

    def __repr__(self) -> str:
        return "the whole files"


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Originals:
    """Give one whole file of each kind; the time begins to run."""
    UNTIL[:] = [time.monotonic() + SECONDS]
    folder = tmp_path_factory.mktemp("whole")
    makers: list[Callable[[Path], Path]] = [
        lambda at: write(at / "a.xlsx", Sheet(TABLE, merged=["B2:B3"])), xls_file(TABLE), ods_file(TABLE), text_file(csv_of(TABLE)), text_file(csv_of(TABLE), "utf-16"),
        text_file(encode(csv_of(TABLE), "tcvn3").encode("latin-1")), text_file(encode(csv_of(TABLE), "vni").encode("latin-1")),
    ]  # fmt: skip
    return Originals([make(folder).read_bytes() for make in makers])


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """Change bytes: flipped, cut out, doubled, swapped for telling ones."""
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 40))):
        at = chance.randrange(len(spoilt) or 1)
        way = chance.randrange(6)
        if way == 0:
            spoilt[at : at + 1] = bytes([chance.randrange(256)])
        elif way == 1:
            del spoilt[at : at + chance.randrange(1, 200)]
        elif way == 2:
            spoilt[at:at] = spoilt[at : at + chance.randrange(1, 200)]
        elif way == 3:
            spoilt[at:at] = chance.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"99999999999", b"-1", b'"', b"<", b"&#0;", b"\r\n", b"\xd0\xcf\x11\xe0"))
        elif way == 4:
            spoilt[at : at + 4] = chance.randrange(2**32).to_bytes(4, "little")
        else:
            spoilt = spoilt[:at]
    return bytes(spoilt)


def spoilt_inside(data: bytes, chance: random.Random) -> bytes:
    """Change a member of an archive and pack it again, so that the change is reached; the archive itself now and then."""
    if not data.startswith(b"PK") or chance.random() < 0.2:
        return spoilt(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        names = archive.namelist()
        changed = set(chance.sample([name for name in names if name.endswith((".xml", ".rels"))], 1))
        for name in names:
            packed.writestr(name, spoilt(archive.read(name), chance) if name in changed else archive.read(name))
    return out.getvalue()


@settings(max_examples=max(7, int(SECONDS * 20)), phases=[Phase.generate])
@given(st.integers(0, 6), st.integers(0, 2**64))
def test_random_changes_to_files_end_in_a_reading_or_a_refusal(originals: Originals, which: int, seed: int) -> None:
    if time.monotonic() > UNTIL[0]:
        return
    before = kilobytes()
    data = spoilt_inside(originals[which], random.Random(seed))  # noqa: S311 - chance, no secret
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzzed"
        path.write_bytes(data)
        answer = answered(path)
    if isinstance(answer, ListReading):
        places = [(one.sheet, one.row) for one in (*answer.rows, *answer.skipped)]
        assert len(places) == len(set(places))
    else:
        assert answer.message["vi"]
        assert answer.code != "unreadable" or not CRASHED.search(answer.message["en"]), "the child ended by a signal or an exception nobody foresaw"
    assert stayed_below(MOST_KILOBYTES, before)


def answered(path: Path) -> ListReading | ListRefused:
    try:
        return read_in_child(path, policy="nq68-12", today=TODAY, seconds=ANSWERED_WITHIN)
    except ListRefused as refusal:
        return refusal
