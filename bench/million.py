"""How long a million rows take from a workbook to a stored dossier, stage by stage, beside the raw COPY of as many rows.

The way is that of `bench/dossier.py`, without the approval. `--list` takes a list made before (`bench/make_list.py --clean`), whose
people must be new to the database below `--var`; without it one is made, which takes two minutes.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from dossier import MORNING, measure_raw, megabytes, officers, taking, took
from make_list import make_list

ROWS = 1_000_000
POLICY = "nq68-12"


class Stages:
    """Hears of each step; remembers when each stage was first and last heard of, and how often."""

    def __init__(self) -> None:
        """Begin before the first."""
        self.times: dict[str, list[float]] = {}

    def __call__(self, progress: Any) -> None:
        """Note the moment."""
        self.times.setdefault(progress.stage, []).append(time.perf_counter())


def store(path: Path) -> tuple[int, Stages]:
    """Take the list in, read and submit it by the verbs that pages and jobs use; give how many claims there are, and the stages."""
    from ansinh.delivery.cases import read, receive, submit
    from ansinh.delivery.offices.scope import acting

    by, stages = officers()["lister"], Stages()
    with acting(by), taking("receive"), path.open("rb") as content:
        upload = receive.receive(content, path.name, policy=POLICY, by=by, at=MORNING)
    with taking("read"):
        upload = read.read(upload.pk, by=by, at=MORNING, tell=stages)
    assert upload.state == "read", upload.summary
    with taking("submit"), acting(by):
        dossier = submit.submit(upload, by=by, at=MORNING + timedelta(minutes=5), tell=stages)
    assert dossier.claims == upload.summary["totals"]["rows"]
    return dossier.claims, stages


def main() -> None:
    """Make the list where none is given, store it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--list", type=Path)
    parser.add_argument("--var", type=Path, default=Path("var/bench-million"))
    asked = parser.parse_args()
    os.environ.update(ANSINH_VAR=str(asked.var.resolve()), DEMO="0")
    os.environ.pop("DATABASE_URL", None)
    from ansinh.config.running import running

    with tempfile.TemporaryDirectory() as folder, running():
        path = asked.list or Path(folder) / "list.xlsx"
        if not asked.list:
            make_list(path, rows=asked.rows, policy=POLICY, seed=time.time_ns(), messy=False)
        claims, stages = store(path)
        measure_raw(claims)
        size = path.stat().st_size / 2**20
    stored = took["receive"] + took["read"] + took["submit"]
    print(f"rows                          {claims:>10,}   {size:.0f} MB")
    print(f"raw COPY, one key             {took['raw copy']:>10.2f} s")
    print(f"received, kept                {took['receive']:>10.2f} s")
    print(f"read and checked, rows kept   {took['read']:>10.2f} s")
    print(f"matched, determined, stored   {took['submit']:>10.2f} s")
    for stage, times in stages.times.items():
        longest = max((after - before for before, after in itertools.pairwise(times)), default=0.0)
        print(f"  {stage:<27} {times[-1] - times[0]:>10.2f} s   {len(times)} steps, the longest {longest:.1f} s: so long a wish to stop may wait")
    print(f"workbook to stored dossier    {stored:>10.2f} s   {stored / took['raw copy']:.0f} x raw COPY")
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"processor, this process       {used.ru_utime + used.ru_stime:>10.2f} s")
    print(f"memory, most                  {megabytes(resource.RUSAGE_SELF):>10.0f} MB, {megabytes(resource.RUSAGE_CHILDREN):.0f} MB in a child")


if __name__ == "__main__":
    main()
