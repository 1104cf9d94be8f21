"""What the API takes and gives. Unknown fields are refused, so that nobody sets what he should not."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import ConfigDict, Field, field_validator


class Strict(Schema):
    """Takes its own fields and no other."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def _can_be_kept(cls, value: object) -> object:
        if isinstance(value, str) and "\0" in value:
            message = "holds a NUL character / chứa ký tự NUL"
            raise ValueError(message)
        return value


def demand_form(request: HttpRequest, *fields: str) -> None:
    """Raise `ValidationError` for a form with any field or file but these; the framework lets strangers through."""
    strangers = sorted({*request.POST, *request.FILES} - set(fields))
    if strangers:
        raise ValidationError([{"loc": ("form", name[:100]), "msg": "Extra inputs are not permitted"} for name in strangers[:20]])


class FactsIn(Strict):
    """Facts of one person or employer, on a day."""

    programme: str = Field("nq68", max_length=20)
    facts: dict[str, Any]
    as_of: date | None = None
    policies: list[str] | None = Field(None, max_length=50)


class ListIn(Strict):
    """Which policy a list is for."""

    policy: str = Field(max_length=20)


class ReasonIn(Strict):
    """Why something is returned."""

    reason: str = Field(max_length=500)


class ExcludeIn(Strict):
    """Which claims are taken out, and why."""

    claims: list[uuid.UUID] = Field(min_length=1, max_length=10_000)
    reason: str = Field(max_length=300)
    article: str = Field("", max_length=100)


class PostedIn(Strict):
    """When the list was posted publicly."""

    posted_on: date


class InstructIn(Strict):
    """By which channel those without a bank account are paid."""

    otherwise: str = Field("cash", pattern="^(cash|post)$")


class ProgressOut(Schema):
    """How far the work on a list is: `reading`, `storing` its claims or `recording` their events; `total` is 0 while nobody knows it."""

    stage: str
    done: int
    total: int


class UploadOut(Schema):
    """A list in work; `progress` is empty while it waits for its turn, or for people."""

    id: uuid.UUID
    state: str
    policy: str
    received_at: datetime
    summary: dict[str, Any]
    progress: ProgressOut | None = None


class ExplainOut(Schema):
    """What each policy gives, with a reason and an article for each condition."""

    model_config = ConfigDict(extra="allow")

    programme: str
    as_of: date
    law_version: str
    policies: list[dict[str, Any]]
    draws: list[dict[str, Any]]
    total: int


class ExcludedOut(Schema):
    """How many claims were taken out."""

    excluded: int


class DecisionOut(Schema):
    """A decision that was signed."""

    id: uuid.UUID
    number: str
    approved: int
    refused: int
    amount_vnd: int
    decided_on: date


class InstructedOut(Schema):
    """How many instructions were drawn now."""

    instructions: int


class FileOut(Schema):
    """A payment file."""

    id: uuid.UUID
    channel: str
    name: str
    instructions: int
    amount_vnd: int
    sha256: str


class FilesOut(Schema):
    """The files made now."""

    files: list[FileOut]


class StatementOut(Schema):
    """A statement, and whether it is new."""

    id: uuid.UUID
    new: bool
    lines: int
    reference: str


class TaskOut(Schema):
    """The step a dossier stands at, and who has it.

    `due_on` is the law's day, null while the clock stands for something missing; `tier` the place of the policy in the order of the province's group, 0 first;
    `aim_on` the ministry's day for that group, null where it set none. It never moves the law's day.
    """

    id: uuid.UUID
    step: str
    action: str
    owner: str
    office: str
    received_on: date
    due_on: date | None
    tier: int
    aim_on: date | None = None


class DossierOut(Schema):
    """A dossier with its open task."""

    id: uuid.UUID
    number: str
    policy: str
    state: str
    step: str
    claims: int
    amount_vnd: int
    submitted_at: datetime
    task: TaskOut | None = None
    decision: str | None = None


class DossierPage(Schema):
    """Some dossiers and where the next ones begin."""

    dossiers: list[DossierOut]
    next: str | None


class ClaimOut(Schema):
    """A claim as filed and as it stands. The day of birth is told to who lists or confirms; the year to all who see the claim."""

    id: uuid.UUID
    order: int
    receipt: str
    full_name: str
    date_of_birth: date | None
    birth_year: int | None
    outcome: str
    amount_vnd: int
    state: str
    state_reason: str


class ClaimPage(Schema):
    """Some claims of a dossier, by their order."""

    claims: list[ClaimOut]
    next: int | None
