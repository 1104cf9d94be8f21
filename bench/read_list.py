"""How long a list of 131,072 rows takes from file to checked rows in the parent, beside the bare reading of its cells."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import python_calamine as calamine
from make_list import make_list

from ansinh.papers.lists.sandbox import read_in_child


def seconds_of_children() -> float:
    """Processor seconds that ended children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Make the list, or take one, and print the measurement in one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=131_072)
    parser.add_argument("--policy", default="nq68-12")
    parser.add_argument("--file", type=Path, help="a list made before, to save the time of making it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.file or Path(folder) / "list.xlsx"
        if not asked.file:
            make_list(path, rows=asked.rows, policy=asked.policy)
        started, used = time.perf_counter(), time.process_time()
        lines = sum(1 for _ in calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows())
        bare, bare_cpu = time.perf_counter() - started, time.process_time() - used
        started, used, held = time.perf_counter(), time.process_time(), seconds_of_children()
        reading = read_in_child(path, policy=asked.policy, today=date(2021, 10, 10))
        whole = time.perf_counter() - started
        cpu = time.process_time() - used + seconds_of_children() - held
    assert len(reading.rows) == asked.rows or asked.file
    child, parent = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    print(f"rows                     {len(reading.rows):>10,}  ({lines:,} lines, {reading.totals.errors:,} errors, {reading.totals.warnings:,} warnings)")
    print(f"bare reading of cells    {bare:>10.2f} s   {bare_cpu:.2f} s of processor")
    print(f"read, checked, returned  {whole:>10.2f} s   {cpu:.2f} s of processor, child and parent")
    print(f"ratio                    {cpu / bare_cpu:>10.1f} x")
    print(f"memory, most             {child:>10.0f} MB in the child, {parent:.0f} MB in the parent")


if __name__ == "__main__":
    main()
