"""Reading the procedure of a policy: steps, offices, limits, papers, last filing day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ansinh.policy.load_marks import both, cited, named, text, verified
from ansinh.policy.programme import FactDefinition
from ansinh.policy.workflow import ByItself, Posting, Procedure, Step
from ansinh.policy.yaml_files import Entry

OFFICES = (
    "people_committee", "labour", "social_insurance", "health", "tax", "policy_bank", "job_centre", "culture", "tourism", "employer", "post",
)  # fmt: skip
FILERS = ("person", "business", "facility", "employer")
LEVELS = ("commune", "district", "province")
ROLES = ("lister", "verifier", "appraiser", "approver", "payer")
BY_ITSELF = ("confirm", "appraise")
ACTIONS = ("list", "confirm", "appraise", "approve", "apply", "pay")


def procedures(file: Entry, starts: date, facts: Mapping[str, FactDefinition]) -> tuple[Procedure, ...]:
    """Give the procedures of a policy's file, in order of their first days. Raises `LawFault` at the first fault."""
    found = sorted((_procedure(entry, starts, facts) for entry in file.entries("procedures")), key=lambda procedure: procedure.starts)
    days = [procedure.starts for procedure in found]
    if not found or days[0] > starts:
        raise file.fault(f"a policy has a procedure from {starts} on, the first day of the programme", "procedures")
    if len(set(days)) != len(days):
        raise file.fault("two procedures begin on the same day", "procedures")
    return tuple(found)


def _procedure(entry: Entry, starts: date, facts: Mapping[str, FactDefinition]) -> Procedure:
    entry.only("from", "filed_by", "filers", "filed_at", "last_filing_on", "papers", "papers_at_once", "steps", "cite", "verified", "note")
    steps = tuple(_step(step, facts) for step in entry.entries("steps"))
    if not steps or len({step.id for step in steps}) != len(steps):
        raise entry.fault("a procedure has steps, each with its own id", "steps")
    begins, last = entry.may("from", date, starts), entry.may("last_filing_on", date)
    if last is not None and last < begins:
        raise entry.fault(f"the last filing day lies before {begins}, the first day of the procedure", "last_filing_on")
    filers = tuple(entry.words("filers"))
    if set(filers) - set(FILERS):
        raise entry.fault(f"who files is one of {', '.join(FILERS)}", "filers")
    mark, note = verified(entry)
    return Procedure(
        starts=begins,
        steps=steps,
        filed_by=text(entry, "filed_by"),
        filers=filers,
        filed_at=text(entry, "filed_at"),
        papers=tuple(both(paper) for paper in (entry.entries("papers") if "papers" in entry else ())),
        papers_at_once=entry.may("papers_at_once", bool, default=False),
        last_filing_on=last,
        cite=cited(entry),
        verified=mark,
        note=note,
    )


def _step(entry: Entry, facts: Mapping[str, FactDefinition]) -> Step:
    entry.only("id", "name", "office", "level", "role", "action", "working_days", "posts", "cite", "verified", "by_itself")
    for key, known in {"office": OFFICES, "level": LEVELS, "role": ROLES, "action": ACTIONS}.items():
        if entry.need(key) not in known:
            raise entry.fault(f"“{entry[key]}” is not known; known are {', '.join(known)}", key)
    days = entry.need("working_days", int)
    if not 0 < days <= 60:  # noqa: PLR2004 - no step of relief takes a quarter of a year
        raise entry.fault("a step takes 1 to 60 working days", "working_days")
    return Step(
        id=named(entry),
        name=text(entry, "name"),
        office_kind=entry["office"],
        level=entry["level"],
        role=entry["role"],
        action=entry["action"],
        working_days=days,
        posts=_posting(entry, days),
        cite=cited(entry),
        verified=entry.need("verified", bool),
        by_itself=_by_itself(entry, facts),
    )


def _posting(entry: Entry, within: int) -> Posting | None:
    """Read how long the step's list is posted; nothing where it posts none. The days lie within those of the step: else it could never be in time."""
    if "posts" not in entry or entry["posts"] is False:
        return None
    said = entry.need("posts", Entry)
    said.only("working_days", "until_hour", "cite", "verified", "note")
    days, hour = said.need("working_days", int), said.need("until_hour", int)
    if not 0 < days <= within:
        raise said.fault(f"the list is posted 1 to {within} working days, within those of its step", "working_days")
    if not 0 < hour < 24:  # noqa: PLR2004 - hours of a day
        raise said.fault("the posting ends at an hour of the day, 1 to 23", "until_hour")
    mark, note = verified(said)
    return Posting(days, hour, cited(said), mark, note)


def _by_itself(entry: Entry, facts: Mapping[str, FactDefinition]) -> ByItself | None:
    """Read when a step needs nobody. Whoever signs is a person: an approval never comes by itself."""
    if "by_itself" not in entry:
        return None
    when = entry.need("by_itself", Entry)
    when.only("vouched", "sampled")
    vouched, sampled = tuple(when.words("vouched")), when.need("sampled", int)
    if entry["action"] not in BY_ITSELF:
        raise when.fault(f"only a step to {' or '.join(BY_ITSELF)} may complete by itself")
    if not vouched:
        raise when.fault("names the facts that registers vouch for", "vouched")
    for name in vouched:
        if name not in facts or not facts[name].vouched_by:
            raise when.fault(f"“{name}” is no fact that a register vouches for", "vouched")
    if not 0 < sampled <= 100:  # noqa: PLR2004 - of a hundred
        raise when.fault("of 100 such steps 1 to 100 are looked at afterwards", "sampled")
    return ByItself(vouched, sampled)
