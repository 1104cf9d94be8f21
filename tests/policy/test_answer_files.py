"""Files of answers: wide and long say the same, a killed run is gone on with, another question never mixes in, and a full disk is said."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from ansinh.doors.cli.law import law
from ansinh.policy.engines import answer_file as making
from ansinh.policy.engines import unfinished
from ansinh.policy.engines.answer_file import Answered, Form, answer_file
from ansinh.policy.engines.asked import asked_of
from ansinh.policy.engines.table import TableFault
from policy.test_law_over_tables import DAYS, PROGRAMME, one_by_one, people, written

DAY = DAYS[0]
FEW = 256


class Killed(BaseException):
    """Stands for a kill: nothing may tidy up after it."""


def answered(source: Path, target: Path, **more: object) -> Answered:
    return answer_file(source, target, PROGRAMME, as_of=DAY, **more)  # type: ignore[arg-type]


def rendered(wide: pl.DataFrame, as_of: date) -> list[tuple[object, ...]]:
    """The long rows that a wide table stands for: what is undetermined has no amount."""
    rows: list[tuple[object, ...]] = []
    for row in wide.iter_rows(named=True):
        for policy in asked_of(PROGRAMME, as_of=as_of).policies:
            amount, reasons = row[f"{policy.id}_amount"], row[f"{policy.id}_reasons"]
            said = [words for bit, words in enumerate(policy.bits) if reasons >> bit & 1]
            failed, unknown = ([words.split()[1] for words in said if words.startswith(what)] for what in ("failed", "unknown"))
            outcome = "ineligible" if failed else "undetermined" if unknown else "eligible"
            given = None if outcome == "undetermined" else amount
            rows.append((row["id"], policy.id, outcome, given, " ".join(failed), " ".join(name for name in unknown if name != "amount")))
    return rows


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BATCH", FEW)


@pytest.fixture
def killed_after(monkeypatch: pytest.MonkeyPatch) -> object:
    """Make the next run die while it writes its part of that number."""
    true = unfinished.Unfinished.add

    def die_at(number: int) -> None:
        def add(self: unfinished.Unfinished, data: bytes, about: dict[str, object]) -> None:
            if len(self.parts) == number:
                self._data.write(data[: len(data) // 2])
                self._data.flush()
                raise Killed
            true(self, data, about)

        monkeypatch.setattr(unfinished.Unfinished, "add", add)

    yield die_at
    monkeypatch.setattr(unfinished.Unfinished, "add", true)


def test_20_000_rows_are_answered_as_one_by_one(tmp_path: Path) -> None:
    rows = people(20_000, DAY, seed=11)
    answered(written(tmp_path, rows, "parquet"), tmp_path / "a.parquet")
    assert pl.read_parquet(tmp_path / "a.parquet").rows() == one_by_one(rows, DAY)


@pytest.mark.parametrize("as_of", DAYS)
def test_the_wide_form_says_what_the_long_one_says(tmp_path: Path, as_of: date) -> None:
    source = written(tmp_path, people(1_000, as_of, seed=5), "parquet")
    for form in Form:
        answer_file(source, tmp_path / f"{form}.parquet", PROGRAMME, as_of=as_of, form=form)
    assert rendered(pl.read_parquet(tmp_path / "bits.parquet"), as_of) == pl.read_parquet(tmp_path / "long.parquet").rows()


def test_what_each_bit_stands_for_is_told_with_the_file(tmp_path: Path) -> None:
    source = written(tmp_path, people(10, DAY), "parquet")
    for kind in ("parquet", "csv"):
        answered(source, tmp_path / f"a.{kind}", form=Form.BITS, policies=["nq68-12"])
    within = json.loads(pl.read_parquet_metadata(tmp_path / "a.parquet")["ansinh"])
    assert within == json.loads((tmp_path / "a.csv.json").read_text(encoding="utf-8"))
    first, last = (PROGRAMME.policy("nq68-12").version_on(DAY).conditions[place].id for place in (0, -1))
    assert within["bits"]["nq68-12"][0] == f"failed {first}"
    assert within["bits"]["nq68-12"][-2:] == [f"unknown {last}", "unknown amount"]
    assert within["law_version"] == PROGRAMME.law_version
    assert pl.read_csv(tmp_path / "a.csv").columns == pl.read_parquet(tmp_path / "a.parquet").columns


def test_a_table_without_rows_has_an_answer_without_rows(tmp_path: Path) -> None:
    for kind in ("parquet", "csv"):
        found = answered(written(tmp_path, [], "csv"), tmp_path / f"a.{kind}")
        assert (found.people, found.rows) == (0, 0)
    assert pl.read_parquet(tmp_path / "a.parquet").columns == pl.read_csv(tmp_path / "a.csv").columns


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(("group", "steps"), [(100, [200, 400, 600, 700]), (1000, [234, 468, 700]), (2 * FEW + 2, [FEW + 1, 2 * FEW + 2, 700])])
def test_a_batch_ends_where_groups_of_rows_of_a_file_end(tmp_path: Path, group: int, steps: list[int]) -> None:
    source, reached = tmp_path / "groups.parquet", list[int]()
    table = pl.read_parquet(written(tmp_path, people(700, DAY), "parquet"))
    table.write_parquet(source, row_group_size=group)
    answer_file(source, tmp_path / "a.parquet", PROGRAMME, as_of=DAY, form=Form.BITS, progress=lambda done, _all: reached.append(done))
    assert reached == steps


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("form", list(Form))
def test_a_run_that_was_killed_is_gone_on_with_and_gives_the_same_file(tmp_path: Path, kind: str, form: Form, killed_after: object) -> None:
    source, whole, target = written(tmp_path, people(5 * FEW + 3, DAY), kind), tmp_path / f"whole.{kind}", tmp_path / f"a.{kind}"
    told = answered(source, whole, form=form)
    killed_after(3)  # type: ignore[operator]
    with pytest.raises(Killed):
        answered(source, target, form=form)
    assert not target.exists()
    killed_after(99)  # type: ignore[operator]
    again = answered(source, target, form=form)
    assert again.people_before == 3 * (FEW if kind == "csv" else FEW + 1)  # the one group of rows falls into five alike
    assert (again.people, again.rows, again.totals) == (told.people, told.rows, told.totals)
    assert target.read_bytes() == whole.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name] == []


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("change", ["source", "day", "policies", "form", "restart"])
def test_what_answers_another_question_is_not_gone_on_with(tmp_path: Path, change: str, killed_after: object) -> None:
    rows = people(3 * FEW, DAY)
    source, target = written(tmp_path, rows, "parquet"), tmp_path / "a.parquet"
    killed_after(2)  # type: ignore[operator]
    with pytest.raises(Killed):
        answered(source, target)
    killed_after(99)  # type: ignore[operator]
    if change == "source":
        time.sleep(0.02)
        written(tmp_path, rows, "parquet")
    more = {"day": {"as_of": date(2021, 8, 11)}, "policies": {"policies": ["nq68-12"]}, "form": {"form": Form.BITS}, "restart": {"restart": True}}
    found = answer_file(source, target, PROGRAMME, **{"as_of": DAY, **more.get(change, {})})  # type: ignore[arg-type]
    assert (found.people_before, found.people) == (0, len(rows))
    assert pl.read_parquet(target)["id"].unique(maintain_order=True).to_list() == [row["id"] for row in rows]


@pytest.mark.usefixtures("small_batches")
def test_a_full_disk_is_said_and_the_run_goes_on_when_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target, true = written(tmp_path, people(3 * FEW, DAY), "parquet"), tmp_path / "a.parquet", unfinished._keep
    written_so_far: list[object] = []

    def full(file: object) -> None:
        written_so_far.append(file)
        if len(written_so_far) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        true(file)  # type: ignore[arg-type]

    monkeypatch.setattr(unfinished, "_keep", full)
    with pytest.raises(TableFault, match="the disk is full; make room"):
        answered(source, target)
    assert not target.exists()
    monkeypatch.setattr(unfinished, "_keep", true)
    assert answered(source, target).people_before == FEW
    assert pl.read_parquet(target).height == 3 * FEW * len(PROGRAMME.policies)


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    with unfinished.unfinished(tmp_path / "a.csv", {}, head=b""), pytest.raises(TableFault, match="another run is writing it"):
        answered(written(tmp_path, people(3, DAY), "csv"), tmp_path / "a.csv")


def test_a_table_that_breaks_off_is_said(tmp_path: Path) -> None:
    source = written(tmp_path, people(20_000, DAY), "parquet")
    data = bytearray(source.read_bytes())
    data[1000:50_000] = bytes(49_000)
    source.write_bytes(data)
    with pytest.raises(TableFault, match=r"people\.parquet: cannot be read"):
        answered(source, tmp_path / "a.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["people.parquet"]


def test_a_real_kill_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    source, target = written(tmp_path, people(4_000, DAY), "csv"), tmp_path / "a.parquet"
    command = [
        sys.executable, "-c",
        "import sys; from ansinh.policy.engines import answer_file as a; a.BATCH = 64; from ansinh.doors.cli.main import main; sys.exit(main())",
        "law", "determine", "nq68", "--in", str(source), "--out", str(target), "--as-of", DAY.isoformat(), "--json",
    ]  # fmt: skip
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    told = tmp_path / ".a.parquet.part.jsonl"
    while run.poll() is None and (not told.exists() or told.read_bytes().count(b"\n") < 4):
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert not target.exists()
    again = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - as above
    assert again["people_before"] >= 3 * 64
    assert again["people"] == 4_000
    assert pl.read_parquet(target).rows() == one_by_one(people(4_000, DAY), DAY)


def test_the_summary_counts_what_is_in_the_file(tmp_path: Path) -> None:
    source, target = written(tmp_path, people(500, DAY), "csv"), tmp_path / "a.parquet"
    told = CliRunner().invoke(law, ["determine", "nq68", "--in", str(source), "--out", str(target), "--as-of", DAY.isoformat(), "--json"])
    assert told.exit_code == 0, told.output
    summary, table = json.loads(told.stdout), pl.read_parquet(target)
    assert (summary["people"], summary["rows"]) == (500, table.height)
    for policy, totals in summary["totals"].items():
        of_it = table.filter(pl.col("policy") == policy)
        assert totals["amount"] == of_it["amount"].sum()
        assert {name: totals[name] for name in ("eligible", "ineligible", "undetermined")} == {
            name: of_it.filter(pl.col("outcome") == name).height for name in ("eligible", "ineligible", "undetermined")
        }


@pytest.mark.usefixtures("small_batches")
def test_whoever_waits_is_told_how_many_are_answered(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    answered(written(tmp_path, people(2 * FEW + 1, DAY), "csv"), tmp_path / "a.csv", progress=lambda done, total: steps.append((done, total)))
    assert steps == [(FEW, 2 * FEW + 1), (2 * FEW, 2 * FEW + 1), (2 * FEW + 1, 2 * FEW + 1)]


def test_a_place_that_cannot_be_written_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(TableFault, match="choose a place that can be written"):
        answered(written(tmp_path, people(3, DAY), "csv"), tmp_path / "nowhere" / "a.csv")
