"""A case is looked at anew: one claim in a dossier of its own, with the officer of the first step, to be decided by a later decision.

Nothing that was decided is edited; the earlier claim stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.answering import Answering
from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.numbers import next_number
from ansinh.delivery.cases.procedure import handed, open_task, procedure_of
from ansinh.delivery.cases.storing import store_one
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.queries import office_for, who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from datetime import date, datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.offices.placed import Placed
    from ansinh.policy.workflow import Step

PERSON = ("full_name", "sex", "birth_precision", "id_number", "id_kind", "phone", "address", "bank_name", "account_number")


@dataclass(frozen=True)
class Anew:
    """Whom the new dossier is for: a row as the list reader gives it, the facts known besides, under which policy, judged as of which day."""

    row: Mapping[str, Any]
    policy: str
    as_of: date
    programme: str = "nq68"
    facts: Mapping[str, object] = field(default_factory=dict)


def anew_from(claim: Claim) -> Anew:
    """Take a decided claim's person and the facts it was last judged by; the day its papers arrived still picks the law.

    Raises `Refused` while it is not decided, and for one that was approved: its draw is held, so another claim could not be paid.
    """
    if claim.state not in (Claim.State.REFUSED, Claim.State.REVOKED):
        raise Refused(
            "not_refused",
            f"Trường hợp này {claim.get_state_display().lower()}; chỉ trường hợp đã có quyết định không duyệt hoặc thu hồi mới lập hồ sơ xét lại. Hãy giao việc phải làm.",
            f"This claim is {claim.state}; only a refused or revoked one is opened anew. Order what must be done instead.",
        )
    last = claim.determinations.order_by("-made_at", "-id")[0]
    row = {name: getattr(claim, name) or None for name in PERSON} | {"date_of_birth": claim.date_of_birth.isoformat() if claim.date_of_birth else None}
    dossier = claim.dossier
    return Anew({**row, "birth_precision": claim.birth_precision}, claim.policy, dossier.as_of, dossier.programme, last.facts)


def reopen(anew: Anew, place: Placed, *, by: Officer, at: datetime, because: str) -> Dossier:
    """Open a dossier of one claim at `place` and hand it to whoever answers for the first step there, never to `by`; give the dossier.

    `because` names the paper that orders it, for the log. Raises `NobodyAnswers` when nobody else answers for the first step.
    """
    with act(actor_of(by), "cases.reopen", at=at, province=place.province) as deed:
        programme = load_programme(anew.programme)
        policy = programme.policy(anew.policy)
        dossier = Dossier(
            province=place.province, district=place.district, commune=place.commune, programme=programme.id, policy=policy.id, law_version=programme.law_version,
            as_of=anew.as_of, channel="reopened", submitted_at=at, claims=1, amount_vnd=0,
        )  # fmt: skip
        first = procedure_of(dossier).steps[0]
        owner = _owner(dossier, first, at=at, never=by)
        dossier.office, dossier.submitted_by, dossier.step, dossier.number = owner.office, owner, first.id, str(dossier.pk)[:30]
        dossier.save(force_insert=True)
        answering = Answering(programme, policy.id, place.province, place.commune, anew.as_of, anew.facts)
        row = json.dumps({"sheet": "", "row": 1, "problems": [], **anew.row}, ensure_ascii=False)
        dossier.amount_vnd = store_one(dossier, row, answering, group=next(iter(policy.groups), ""))
        _number(deed, dossier, because, handed(open_task(dossier, first, at=at, owner=owner)))
        return dossier


def _owner(dossier: Dossier, first: Step, *, at: datetime, never: Officer) -> Officer:
    office = office_for(dossier, kind=first.office_kind, level=first.level)
    try:
        return who_answers(office, role=first.role, policy=dossier.policy, at=at, never=[never])
    except NobodyAnswers as nobody:
        raise NobodyAnswers(
            "nobody_reopens",
            f"{office.name} chưa phân công ai khác làm bước “{first.name['vi']}”. Cần phân công một người rồi quyết định lại.",
            f"{office.name} has named nobody else for the step “{first.name['en']}”. Have somebody named, then decide again.",
        ) from nobody


def _number(deed: Act, dossier: Dossier, because: str, task: Mapping[str, object]) -> None:
    year = deed.at.year
    dossier.number = f"{dossier.province}-{year}-{next_number(f'dossier/{dossier.province}/{year}'):06d}"
    dossier.save(update_fields=["number", "amount_vnd"])
    for row in Claim.objects.filter(dossier=dossier):
        deed.event("claim", row, after={"state": row.state, "outcome": row.outcome, "amount_vnd": row.amount_vnd})
    told = {"number": dossier.number, "claims": 1, "amount_vnd": dossier.amount_vnd, "law_version": dossier.law_version, "because": because}
    deed.event("dossier", dossier, after={**told, **task})
