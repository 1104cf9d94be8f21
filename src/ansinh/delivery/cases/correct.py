"""A claim of a dossier that is with its lister is put right: what was filed changes, the law is asked again, both stay on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.answering import identity_of
from ansinh.delivery.cases.draws import hold_draws, release_draws
from ansinh.delivery.cases.models import Claim, Determination
from ansinh.delivery.cases.take_step import own_task
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.delivery.registry.models import Person
from ansinh.policy.determine import FactError, determine_rows
from ansinh.policy.identifiers import read_identifier
from ansinh.policy.load import load_programme
from ansinh.policy.names import fold, title_case

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

FIELDS = ("full_name", "sex", "date_of_birth", "birth_precision", "id_number", "phone", "address", "bank_name", "account_number")
ACCOUNT = {"bank_name", "account_number"}


def correct(task_id: uuid.UUID, claim: uuid.UUID, *, changes: Mapping[str, Any], facts: Mapping[str, object], by: Officer, at: datetime) -> Claim:
    """Change what a claim says and which facts it rests on; give it as it stands now.

    `changes` are fields of `FIELDS`, `facts` are facts of the law's vocabulary to set (`None` takes one away). Raises
    `Refused` for a number that is none, a field that cannot change, or a fact the law does not know.
    """
    with act(actor_of(by), "cases.correct", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        if task.owner_id != task.dossier.submitted_by_id:
            raise Refused(
                "not_with_lister",
                "Chỉ sửa được khi hồ sơ ở người lập danh sách. Hãy trả lại kèm lý do.",
                "A claim can be corrected only while its dossier is with the lister. Return it with a reason.",
            )
        row = Claim.objects.select_for_update(of=("self",)).get(pk=claim, dossier=task.dossier, state=Claim.State.IN_REVIEW)
        before = {name: getattr(row, name) for name in FIELDS}
        change(row, changes)
        last = row.determinations.order_by("-made_at", "-id")[0]
        known = {name: value for name, value in {**last.facts, **facts, **birth_fact(row)}.items() if value is not None}
        _determine(row, known, task.dossier.programme, last, at=at)
        row.save()
        know(row, at=at)
        release_draws(task.dossier.pk, at=at, claim=row.pk)
        hold_draws(task.dossier.pk, at=at, claim=row.pk)
        after = {name: getattr(row, name) for name in FIELDS if getattr(row, name) != before[name]}
        deed.event(
            "claim",
            row,
            before={name: before[name] for name in after},
            after={**after, "facts": dict(facts), "outcome": row.outcome, "amount_vnd": row.amount_vnd},
        )
        row.refresh_from_db()
        return row


def know(row: Claim, *, at: datetime) -> None:
    """Enter in the registry whom the claim names now, unless known."""
    told = {name: getattr(row, name) for name in ("province", "district", "commune", "identity", "folded_name", *FIELDS, "id_kind") if name not in ACCOUNT}
    Person.objects.bulk_create([Person(known_since=at, **told)], ignore_conflicts=True)


def change(row: Claim, changes: Mapping[str, Any]) -> None:
    """Set fields of `FIELDS` on a claim that is not saved yet, with all that follows from them; raises `Refused` as `correct` does."""
    for name, value in changes.items():
        if name not in FIELDS:
            raise Refused("field_fixed", f"Trường “{name}” không sửa được.", f"The field “{name}” cannot be changed.")
        setattr(row, name, title_case(value) if name == "full_name" else value)
    row.folded_name = fold(row.full_name)[:100]
    if "id_number" in changes:
        number = read_identifier(row.id_number)
        if row.id_number and number is None:
            raise Refused(
                "id_unusable",
                f"“{row.id_number}” không phải số CCCD (12 số) hay CMND (9 số).",
                f"“{row.id_number}” is neither a CCCD (12 digits) nor a CMND (9 digits).",
            )
        row.id_number, row.id_kind = (number.number, number.kind) if number else ("", "")
    row.identity = identity_of({"id_kind": row.id_kind, "id_number": row.id_number, "date_of_birth": row.date_of_birth}, row.folded_name, row.commune)


def birth_fact(row: Claim) -> dict[str, object]:
    """Give the birth date of a claim as the law's fact; nothing where none is known."""
    return {"date_of_birth": row.date_of_birth.isoformat()} if row.date_of_birth else {}


def _determine(row: Claim, known: Mapping[str, object], programme_id: str, last: Determination, *, at: datetime) -> None:
    programme = load_programme(programme_id)
    try:
        answer = determine_rows([known], programme, row.policy, as_of=last.as_of)[0]
    except FactError as error:
        raise Refused("fact_refused", error.message["vi"], error.message["en"]) from error
    row.outcome, row.amount_vnd = str(answer.outcome), answer.amount or 0
    Determination.objects.create(
        province=row.province, district=row.district, commune=row.commune, claim=row, law_version=programme.law_version, as_of=last.as_of,
        facts=dict(known), outcome=row.outcome, amount_vnd=row.amount_vnd, failed=list(answer.failed), missing=list(answer.missing), made_at=at,
        vouched={name: who for name, who in last.vouched.items() if name in known and known[name] == last.facts.get(name)},
    )  # fmt: skip
