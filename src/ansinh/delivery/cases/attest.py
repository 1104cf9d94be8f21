"""What no row of a list tells but the office knows of all of them (the employer had to stop by order) is attested once, by a named officer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.answering import answers_of, facts_told
from ansinh.delivery.cases.models import Upload, UploadRow
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.facts import FactError, known_facts
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

ASKED_OF = 200
"""How many rows are asked to find what the whole list leaves open."""


def attest(upload: Upload, facts: Mapping[str, object], *, by: Officer, at: datetime) -> Upload:
    """Keep facts that hold for every row of an upload; a row that tells a fact itself keeps its own.

    Raises `Refused` for a fact the law does not know or that cannot be, `AlreadyDone` once the list was submitted.
    """
    demand(by, [Role.LISTER], policy=upload.policy, on=local_day(at))
    try:
        known_facts(facts, load_programme(upload.programme).facts, as_of=local_day(at))
    except FactError as error:
        raise Refused("fact_refused", error.message["vi"], error.message["en"]) from error
    with act(actor_of(by), "cases.attest", at=at, province=upload.province) as deed:
        held = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if held.state != Upload.State.READ:
            raise AlreadyDone("not_read", "Danh sách này không còn sửa được.", "This list can no longer be changed.")
        before, held.attested = held.attested, {name: value for name, value in facts.items() if value is not None}
        held.save(update_fields=["attested"])
        deed.event("upload", held, before={"attested": before}, after={"attested": held.attested})
    return held


def left_open(upload: Upload, *, on: date) -> list[str]:
    """Name the facts that would leave every row asked undetermined, so that the office can attest them once."""
    programme = load_programme(upload.programme)
    rows = upload.rows.filter(state=UploadRow.State.READY).order_by("sheet", "row").values_list("data", flat=True)[:ASKED_OF]
    facts = [facts_told(row, upload.policy, province=upload.province, attested=upload.attested) for row in rows]
    answers = [answer for answer in answers_of(facts, programme, upload.policy, as_of=on) if answer.missing]
    return [name for name in programme.facts if answers and len(answers) == len(facts) and all(name in answer.missing for answer in answers)]
