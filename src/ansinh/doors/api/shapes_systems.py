"""What other systems send and are answered, with an example of each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from ansinh.doors.api.examples import EXAMPLE_CLAIM, EXAMPLE_FILING, EXAMPLE_FOUND, EXAMPLE_OUTCOME, EXAMPLE_SEARCH, EXAMPLE_TAKEN
from ansinh.doors.api.shapes import Strict

MOST_CLAIMS = 2000
Text = Annotated[str, StringConstraints(max_length=200)]
Value = bool | int | Annotated[str, StringConstraints(max_length=200)] | None


class ClaimIn(Strict):
    """One person: the fields of a list, and facts of the law's vocabulary."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE_CLAIM})

    full_name: Text
    sex: Text | None = Field(None, description="`female`, `male`")
    date_of_birth: Text | None = Field(None, description="ISO day; 03/1987 or 1987 where no more is known")
    birth_precision: Text | None = Field(None, description="`day`, `month`, `year`")
    id_number: Text | None = Field(None, description="CCCD of 12 digits or CMND of 9")
    address: Text | None = None
    phone: Text | None = None
    si_number: Text | None = None
    occupation: Text | None = None
    period_start: Text | None = None
    period_end: Text | None = None
    period_days: int | None = None
    account_number: Text | None = None
    bank_name: Text | None = None
    amount: int | None = Field(None, description="what the system expects, in whole đồng; it is compared, never taken over")
    facts: dict[Text, Value] = Field(default_factory=dict, max_length=100)


class DossierIn(Strict):
    """Claims of one policy for one place."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"programme": "nq68", "policy": "nq68-12", "place": "10630", "reference": "DVC-2021-000123", "claims": [EXAMPLE_CLAIM]}},
    )

    programme: str = Field("nq68", max_length=20)
    policy: str = Field(max_length=20)
    place: str = Field(max_length=5, description="code of the General Statistics Office: 2, 3 or 5 digits")
    reference: str = Field("", max_length=60, description="the system's own number; no personal data")
    claims: list[ClaimIn] = Field(min_length=1, max_length=MOST_CLAIMS)


class DossierState(Schema):
    """How far the dossier of a filing is."""

    number: str
    state: str
    step: str
    decision: str


class FilingOut(Schema):
    """A filing, who has it and until when."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE_FILING})

    code: str
    reference: str
    programme: str
    policy: str
    place: str
    people: int
    filed_at: datetime
    due_on: date
    office: str
    owner: str
    state: str = Field(description="`filed`, `taken`, `withdrawn`, `refused`")
    reason: str = Field(description="why it was refused, and what to do")
    dossier: DossierState | None = None


class FilingPage(Schema):
    """Some filings and where the next ones begin."""

    model_config = ConfigDict(json_schema_extra={"example": {"filings": [EXAMPLE_FILING], "next": None}})

    filings: list[FilingOut]
    next: str | None


class OutcomeOut(Schema):
    """What became of one person of a filing; `already_drawn` says that she holds a claim of the same exclusive group, and nothing of where."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE_OUTCOME})

    order: int
    receipt: str
    left_out: str
    outcome: str
    state: str
    already_drawn: bool
    amount_vnd: int
    reason: str


class OutcomePage(Schema):
    """Some people of a filing, by their places."""

    model_config = ConfigDict(json_schema_extra={"example": {"claims": [EXAMPLE_OUTCOME], "next": None}})

    claims: list[OutcomeOut]
    next: int | None


Id = Annotated[str, StringConstraints(min_length=1, max_length=99)]


class Loose(Strict):
    """Takes the fields of SPDCI that it does not use as well."""

    model_config = ConfigDict(extra="allow")


class HeaderIn(Loose):
    """Who asks; `sender_id` is the client id."""

    message_id: Id
    message_ts: Text
    action: str = Field("search", pattern="^search$")
    sender_id: Id
    total_count: int | Text | None = None


class CriteriaIn(Loose):
    """Whom and what for; the purpose is demanded."""

    query_type: Text
    query: dict[str, Any]
    authorize: dict[str, Any] | str | None = None


class AskedIn(Loose):
    """One request of a message."""

    reference_id: Id
    timestamp: Text
    search_criteria: CriteriaIn


class SearchMessageIn(Loose):
    """Requests that belong together."""

    transaction_id: Id
    search_request: list[AskedIn] = Field(min_length=1, max_length=20)


class SearchIn(Loose):
    """A search as SPDCI writes it."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"example": EXAMPLE_SEARCH})

    header: HeaderIn
    message: SearchMessageIn


class SearchHeaderOut(Schema):
    """Who answers, and how it went."""

    version: str
    message_id: str
    message_ts: str
    action: str
    status: str
    total_count: int
    completed_count: int
    sender_id: str
    receiver_id: str
    is_msg_encrypted: bool


class SearchMessageOut(Schema):
    """The answers, one a request."""

    transaction_id: str
    correlation_id: str
    search_response: list[dict[str, Any]]


class SearchOut(Schema):
    """The answer to a search as SPDCI writes it."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE_FOUND})

    header: SearchHeaderOut
    message: SearchMessageOut


class Acknowledged(Schema):
    """That a search was taken."""

    ack_status: str
    timestamp: str
    correlation_id: str


class SearchTaken(Schema):
    """That a search was taken, as SPDCI writes it; the answer is called out to the registered address."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE_TAKEN})

    message: Acknowledged
