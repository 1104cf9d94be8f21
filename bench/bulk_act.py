"""How long the preview, the act, its undoing, the carrying out and the telling of one approval of 131,072 claims take, beside a bare UPDATE of as many rows.

Runs on an embedded PostgreSQL of its own (settings as in operation) below `--var`, kept for the next run.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dossier import MORNING, POSTED, a_list, measure_raw, officers, taking, took

if TYPE_CHECKING:
    from pathlib import Path


def pass_through(path: Path, policy: str) -> tuple[int, int]:
    """Take the workbook to the approver's desk, then preview, act, undo, act again and carry out; give claims and approved ones."""
    from ansinh.delivery.cases import bulk, exclude, preview, read, receive, submit, take_step
    from ansinh.delivery.cases.models import Claim, Decision
    from ansinh.delivery.cases.notify import notify
    from ansinh.delivery.offices.scope import NATION, SYSTEM, acting

    by = officers()
    with acting(by["lister"]):
        upload = receive.receive(path.read_bytes(), path.name, policy=policy, by=by["lister"], at=MORNING)
    upload = read.read(upload.pk, by=by["lister"], at=MORNING)
    with acting(by["lister"]):
        dossier = submit.submit(upload, by=by["lister"], at=MORNING + timedelta(minutes=5))
    with acting(by["lister"]):
        task = dossier.tasks.get(done_at=None)
        drawn = [claim.pk for claim in dossier.claim_rows.filter(draw_held=False)]  # chance gave them the number of somebody of an earlier run
        if drawn:
            exclude.exclude(task.pk, drawn, by=by["lister"], at=MORNING, reason="Đã có hồ sơ khác")
        take_step.post_list(task.pk, by=by["lister"], at=MORNING, posted_on=MORNING.date())
        task = take_step.forward(task.pk, by=by["lister"], at=POSTED + timedelta(hours=1))
    with acting(by["appraiser"]):
        task = take_step.forward(task.pk, by=by["appraiser"], at=POSTED + timedelta(hours=2))
    approver, at = by["approver"], POSTED + timedelta(hours=3)
    with taking("preview"), acting(approver):
        found = preview.preview([task.pk], "approve", by=approver, at=at)
    assert found.claims > 0
    expected = bulk.Expected(len(found.lines), found.claims, found.amount_vnd)
    with taking("act"), acting(approver):
        act = bulk.hold([task.pk], "approve", by=approver, at=at, expected=expected)
    with taking("undo"), acting(approver):
        bulk.undo(act.pk, by=approver, at=at + timedelta(minutes=1))
    with acting(approver):
        assert not Decision.objects.filter(dossier=dossier).exists()
        act = bulk.hold([task.pk], "approve", by=approver, at=at + timedelta(minutes=2), expected=expected)
    with taking("carry out"):
        assert bulk.carry_out(act.pk, at=act.leaves_at) == 1
    with acting(approver):
        assert Claim.objects.filter(dossier=dossier, state="approved").count() == found.claims
        decision = Decision.objects.get(dossier=dossier)
        assert decision.amount_vnd == found.amount_vnd
    with taking("tell"), acting(NATION):
        assert notify(decision.pk, actor=SYSTEM, at=act.leaves_at) == dossier.claims
    return dossier.claims, found.claims


def main() -> None:
    """Make the list, pass it through and print the table."""
    with a_list(__doc__) as (path, policy):
        claims, approved = pass_through(path, policy)
        measure_raw(claims)
    raw = took["raw update"]
    print(f"claims                        {claims:>10,}  ({approved:,} approved)")
    print(f"raw UPDATE of one column      {raw:>10.2f} s")
    for what in ("preview", "act", "undo", "carry out", "tell"):
        print(f"{what:<30}{took[what]:>10.2f} s   {took[what] / raw:.2f} x raw UPDATE")
    print(f"act and carry out             {took['act'] + took['carry out']:>10.2f} s   {(took['act'] + took['carry out']) / raw:.1f} x raw UPDATE")


if __name__ == "__main__":
    main()
