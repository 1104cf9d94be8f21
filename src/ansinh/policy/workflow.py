"""The way of a dossier: who acts, in which office, within how many working days, under which article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class ByItself:
    """When a step needs no human act: registers vouch for these facts of every claim. So many of 100 such steps are looked at afterwards."""

    vouched: tuple[str, ...]
    sampled: int


@dataclass(frozen=True)
class Posting:
    """How long a list is shown publicly within its step: the working days after the one on which it is posted, up to an hour of the last."""

    working_days: int
    until_hour: int
    cite: str
    verified: bool
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One step: an office of a kind and level does it, by a person of a role, within the working days."""

    id: str
    name: Mapping[str, str]
    office_kind: str
    level: str
    role: str
    action: str
    working_days: int
    posts: Posting | None
    cite: str
    verified: bool
    by_itself: ByItself | None = None


@dataclass(frozen=True)
class Procedure:
    """The steps of a policy from a day on, who files where, and until when.

    `filers` are those who may file it themselves: `person`, `business`, `facility` (an artists' unit too), `employer`; none where no dossier is needed.
    `papers_at_once`: what proves a fact that was told comes with the filing, none of it later.
    """

    starts: date
    steps: tuple[Step, ...]
    filed_by: Mapping[str, str]
    filed_at: Mapping[str, str]
    papers: tuple[Mapping[str, str], ...]
    last_filing_on: date | None
    cite: str
    verified: bool
    note: Mapping[str, str] = field(default_factory=dict)
    filers: tuple[str, ...] = ()
    papers_at_once: bool = False

    @property
    def by_people(self) -> bool:
        """Whether somebody who is no employer files it herself: a person, a household business, a facility."""
        return bool({"person", "business", "facility"} & set(self.filers))

    @property
    def working_days(self) -> int:
        """The law's working days from complete papers to decision."""
        return sum(step.working_days for step in self.steps)
