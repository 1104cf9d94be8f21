"""A template is handed out: the form of one policy, with the commune's known people where wanted, stamped and signed so that it is known when it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.utils.crypto import constant_time_compare

from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import StoredFile, Upload
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.models import Person
from ansinh.papers.lists.handing_out import columns_of, make_template
from ansinh.papers.lists.stamp import KEPT, Stamp, Stamped
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

MOST_PEOPLE = 5_000
"""People one template is filled in with; of a larger commune the first by name."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "ansinh.lists.template"


def hand_out(policy: str, *, with_people: bool, by: Officer, at: datetime, programme: str = "nq68") -> tuple[StoredFile, bytes]:
    """Make the template of `policy` for the officer's office, keep it, and give it with its bytes.

    `with_people` fills in those of the officer's commune whom earlier dossiers told; only a commune's office knows any. Who took
    it, and how many people it names, is on record. Raises `Refused` for a policy that is not filed by a list of people.
    """
    demand(by, [Role.LISTER], policy=policy, on=local_day(at))
    law = load_programme(programme)
    try:
        columns_of(policy)
    except LookupError as fault:
        raise Refused("no_template", "Chính sách này không nộp bằng danh sách người.", "This policy is not filed by a list of people.") from fault
    office = by.office
    with act(actor_of(by), "cases.hand_out", at=at, province=office.province) as deed:
        base = {str(person.pk): as_kept(person) for person in _known(by)} if with_people and office.commune else {}
        stamp = Stamp(programme, policy, law.law_version, str(office.pk), local_time(at).isoformat(), base)
        content = make_template(law.policy(policy).name["vi"], stamp, signature_of(stamp.text()))
        place = Upload(province=office.province, district=office.district, commune=office.commune)
        name = f"mau-{policy}-{local_time(at):%Y%m%d-%H%M}.xlsx"
        file = keep(content, kind="template", name=name, media_type=WORKBOOK, place=place, by=by, at=at)
        deed.event("stored_file", file, after={"template": policy, "people": len(base)})
    return file, content


def signature_of(text: str) -> str:
    """Sign a stamp's text with the secret of this installation."""
    return signing.Signer(salt=SALT).signature(text)


def is_ours(stamped: Stamped) -> bool:
    """Tell whether a stamp was signed here and not changed since."""
    return constant_time_compare(signature_of(stamped.text), stamped.signature)


def as_kept(person: Person) -> dict[str, Any]:
    """Give what a template keeps of a person, as the list reader would read it; nothing for what is not known."""
    told: dict[str, Any] = {name: getattr(person, name, None) or None for name in KEPT}
    born = person.date_of_birth
    return {**told, "date_of_birth": born.isoformat() if born else None, "birth_precision": person.birth_precision if born else "none"}


def _known(by: Officer) -> Iterable[Person]:
    return within(Person.objects.filter(same_as__isnull=True), by).order_by("name_key", "pk")[:MOST_PEOPLE]
