"""How long the letters of 10,000 refused people take, from the decision to files that can be printed, beside the bare setting of one letter at a time.

Runs on the embedded PostgreSQL of `dossier.py`, below `--var`.
"""

from __future__ import annotations

import argparse
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dossier import MORNING, POSTED, a_database, officers, taking, took
from make_list import make_list

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Decision

POLICY = "nq68-12"
ALONE = 40
"""Letters set one by one for the comparison."""


def decided(path: Path, letters: int) -> Decision:
    """Take a list to its decision, the first `letters` of its people refused."""
    from ansinh.delivery.cases import decide, exclude, read, receive, submit, take_step
    from ansinh.delivery.offices.scope import acting

    by = officers()
    lister, appraiser, approver = by["lister"], by["appraiser"], by["approver"]
    with acting(lister):
        upload = receive.receive(path.read_bytes(), path.name, policy=POLICY, by=lister, at=MORNING)
    upload = read.read(upload.pk, by=lister, at=MORNING)
    with acting(lister):
        dossier = submit.submit(upload, by=lister, at=MORNING)
        task = dossier.tasks.get(done_at=None)
        out = list(dossier.claim_rows.order_by("draw_held", "order").values_list("pk", flat=True)[:letters])
        exclude.exclude(task.pk, out, by=lister, at=MORNING, reason="Có hợp đồng lao động từ tháng 6", article="NQ 68/NQ-CP, mục II.12")
        take_step.post_list(task.pk, by=lister, at=MORNING, posted_on=MORNING.date())
        task = take_step.forward(task.pk, by=lister, at=POSTED + timedelta(hours=1))
    with acting(appraiser):
        task = take_step.forward(task.pk, by=appraiser, at=POSTED + timedelta(hours=2))
    with acting(approver):
        return decide.approve(task.pk, by=approver, at=POSTED + timedelta(hours=3))


def write(decision: Decision) -> tuple[int, int, int]:
    """Number and set all letters of a decision; give how many there are, in how many files, of how many bytes."""
    from ansinh.delivery.cases.refusal_letters import number_letters, set_letters
    from ansinh.delivery.offices.scope import NATION, acting

    by, at, files = officers()["lister"], POSTED + timedelta(hours=4), []
    with taking("number"), acting(by):
        letters = number_letters(decision.pk, by=by, at=at)
    with taking("set"):
        while True:
            with acting(NATION):
                file = set_letters(decision.pk, at=at)
            if file is None:
                return letters, len(files), sum(files)
            files.append(file.size_bytes)


def alone(decision: Decision) -> None:
    """Set some letters one by one."""
    from ansinh.delivery.cases.models_letters import RefusalLetter
    from ansinh.delivery.cases.refusal_letters import letter_pdf
    from ansinh.delivery.offices.scope import acting

    by = officers()["lister"]
    with acting(by):
        some = list(RefusalLetter.objects.filter(decision=decision).select_related("claim")[:ALONE])
        with taking("alone"):
            for letter in some:
                letter_pdf(letter.claim, seen_by=by)


def main() -> None:
    """Make the list, refuse its people, write to them and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--var", type=Path, default=Path("var/bench"))
    asked = parser.parse_args()
    with a_database(asked.var) as folder:
        path = folder / "list.xlsx"
        make_list(path, rows=asked.letters + 200, policy=POLICY, seed=time.time_ns(), messy=False)
        decision = decided(path, asked.letters)
        letters, files, size = write(decision)
        alone(decision)
    each, one = took["set"] / letters, took["alone"] / ALONE
    print(f"letters                 {letters:>10,}  in {files} files, {size / 1e6:.0f} MB")
    print(f"numbered, with codes    {took['number']:>10.2f} s")
    print(f"set and kept            {took['set']:>10.2f} s   {each * 1e3:.1f} ms a letter, {one / each:.0f} times as quick as one by one ({one * 1e3:.0f} ms)")


if __name__ == "__main__":
    main()
