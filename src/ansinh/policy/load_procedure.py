"""Reading the procedure of a policy: steps, offices, limits, papers, last filing day."""

from __future__ import annotations

from datetime import date

from ansinh.policy.load_marks import noted
from ansinh.policy.workflow import Procedure, Step
from ansinh.policy.yaml_files import Entry

OFFICES = (
    "people_committee", "labour", "social_insurance", "health", "tax", "policy_bank", "job_centre", "culture", "tourism", "employer", "post",
)  # fmt: skip
LEVELS = ("commune", "district", "province")
ROLES = ("lister", "verifier", "appraiser", "approver", "payer")
ACTIONS = ("list", "confirm", "appraise", "approve", "apply", "pay")


def procedures(file: Entry, starts: date) -> tuple[Procedure, ...]:
    """Give the procedures of a policy's file, in order of their first days."""
    found = []
    for entry in file.entries("procedures"):
        entry.only("from", "filed_by", "filed_at", "last_filing_on", "papers", "steps", "cite", "verified", "note")
        steps = tuple(_step(step) for step in entry.entries("steps"))
        if not steps or len({step.id for step in steps}) != len(steps):
            raise entry.fault("a procedure has steps, each with its own id", "steps")
        papers = tuple(_text(paper) for paper in (entry.entries("papers") if "papers" in entry else ()))
        found.append(
            Procedure(
                starts=entry.may("from", date, starts),
                steps=steps,
                filed_by=_text(entry.need("filed_by", Entry)),
                filed_at=_text(entry.need("filed_at", Entry)),
                papers=papers,
                last_filing_on=entry.may("last_filing_on", date),
                cite=entry.need("cite"),
                verified=entry.need("verified", bool),
                note=noted(entry),
            )
        )
    if not found:
        raise file.fault("a policy has a procedure", "procedures")
    return tuple(sorted(found, key=lambda procedure: procedure.starts))


def _step(entry: Entry) -> Step:
    entry.only("id", "name", "office", "level", "role", "action", "working_days", "posts", "cite", "verified")
    for key, known in {"office": OFFICES, "level": LEVELS, "role": ROLES, "action": ACTIONS}.items():
        if entry.need(key) not in known:
            raise entry.fault(f"“{entry[key]}” is not known; known are {', '.join(known)}", key)
    days = entry.need("working_days", int)
    if not 0 < days <= 60:  # noqa: PLR2004 - no step of relief takes a quarter of a year
        raise entry.fault("a step takes 1 to 60 working days", "working_days")
    name = _text(entry.need("name", Entry))
    return Step(
        entry.need("id"),
        name,
        entry["office"],
        entry["level"],
        entry["role"],
        entry["action"],
        days,
        entry.may("posts", bool, default=False),
        entry.need("cite"),
        entry.need("verified", bool),
    )


def _text(entry: Entry) -> dict[str, str]:
    entry.only("vi", "en")
    return {"vi": entry.need("vi"), "en": entry.need("en")}
