"""A worker says "not true" to what an employer filed for her, by the code she was told; it becomes a mark with an owner at the insurance agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.cases.numbers import key_behind
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.file import PUBLIC
from ansinh.delivery.intake.models_employers import NamedWorker
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers
from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.intake.models import Filing
    from ansinh.delivery.offices.models import Officer


@dataclass(frozen=True)
class Named:
    """What who holds the code may see of herself: who named her, under which policy, since when and for how long, what she said and what became of it."""

    employer: str
    policy: str
    programme: str
    name: str
    period_start: date | None
    period_days: int | None
    denied_at: datetime | None
    settled: bool
    owner: str
    office: str
    listed: bool


def named(code: str) -> Named | None:
    """Give what an employer filed for whoever holds a code; nothing for any other code."""
    key = key_behind(code, "intake_named_by_code")
    if key is None:
        return None
    with acting(NATION):
        return _shown(NamedWorker.objects.select_related("row__filing__office", "owner").get(pk=key))


def deny(code: str, words: str, *, at: datetime) -> Named | None:
    """Note that a worker says "not true", in her words; whoever is at it in the agency owns the mark. Nothing for an unknown code.

    Saying it twice changes nothing. Raises `AlreadyDone` once her claim was decided.
    """
    key = key_behind(code, "intake_named_by_code")
    if key is None:
        return None
    with acting(NATION), act(PUBLIC, "intake.deny", at=at, province="00") as deed:
        held = NamedWorker.objects.select_for_update(of=("self",)).select_related("row__filing__office", "row__filing__owner__office", "owner").get(pk=key)
        filing = held.row.filing
        deed.province = filing.province
        if held.denied_at is not None:
            return _shown(held)
        _demand_undecided(filing)
        held.denied_at, held.denied_because, held.owner = at, words.strip()[:500], who_settles(filing, at=at)
        held.save(update_fields=["denied_at", "denied_because", "owner"])
        deed.event("filing", filing, after={"row": held.row.order, "denied": True, "owner": held.owner.full_name})
        return _shown(held)


def _demand_undecided(filing: Filing) -> None:
    if filing.upload_id and Claim.objects.filter(dossier__upload=filing.upload_id, dossier__state="decided").exists():
        raise AlreadyDone("claim_decided", "Hồ sơ này đã có quyết định. Hãy gửi khiếu nại.", "This was decided already. Please file a complaint.")


def who_settles(filing: Filing, *, at: datetime) -> Officer:
    """Give who is at it: the owner of the open step, else the verifier of the office it was filed at, else the filing's owner: never nobody."""
    tasks = Task.objects.filter(dossier__upload=filing.upload_id, done_at=None).select_related("owner__office")
    task = tasks.order_by("pk").first() if filing.upload_id else None
    if task:
        return task.owner
    try:
        return who_answers(filing.office, role=Role.VERIFIER, policy=filing.policy, at=at)
    except NobodyAnswers:
        return filing.owner


def _shown(held: NamedWorker) -> Named:
    filing, data = held.row.filing, held.row.data
    start = data.get("period_start")
    return Named(
        employer=filing.filer_name, policy=filing.policy, programme=filing.programme, name=str(data.get("full_name") or ""), period_start=date.fromisoformat(start) if start else None,
        period_days=data.get("period_days"), denied_at=held.denied_at, settled=held.settled_at is not None, owner=str(held.owner or ""), office=filing.office.name,
        listed=held.row.listed,
    )  # fmt: skip
