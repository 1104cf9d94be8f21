"""The social-registry search of SPDCI: another programme asks for people by their number, says what for, and learns what its own place knows.

Whoever is not known in that place, or nowhere, is answered alike. Every search is kept with the system, its purpose and who was answered with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ansinh.delivery.cases.models import Claim
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import Scope, acting, scope_of_office, within
from ansinh.delivery.registry.models import Birth, Draw, Person
from ansinh.delivery.registry.search import provinces
from ansinh.delivery.systems.models_exchange import Occasion, Subscription, SystemLook, SystemSearch, Webhook
from ansinh.policy.person_numbers import read_number

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ansinh.delivery.systems.models import ApiClient

Found = tuple["Person | Claim", str]
"""Who was answered with, and what for."""

PURPOSES = ("eligibility", "verification", "coordination")
SHORTEST_PURPOSE = 10
MOST_ASKED = 20
NUMBERS = {"CCCD": "cccd", "UIN": "cccd", "CMND": "cmnd"}
"""Types of identifiers that can be asked for; a UIN is the number of the identity card of today."""
REGISTRY = "an-sinh"
CONTEXT = {"@vocab": "https://schema.spdci.org/extensions/social/v1"}


def search(client: ApiClient, asked: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Answer a message of search requests at once, and keep that it was asked. Raises `Refused` for a message in another's name."""
    with acting(scope_of_office(client.office)):
        answers, found = _answers(client, asked, at)
        kept = _kept(client, asked, found, at=at, later=False)
        return _message(client, asked, answers, kept.pk, at)


def take_search(client: ApiClient, asked: Mapping[str, Any], *, at: datetime) -> SystemSearch:
    """Keep a message of search requests to be answered by a call to the address registered for it; the same message again is taken once.

    Raises `Refused` where no address is registered, or the message comes in another's name.
    """
    address = Subscription.objects.filter(client=client, ended_at=None, occasions__contains=[Occasion.ON_SEARCH]).order_by("made_at").first()
    if address is None:
        raise Refused(
            "no_address",
            "Chưa đăng ký địa chỉ nhận kết quả tra cứu (registry.on-search).",
            "No address is registered for results of searches (registry.on-search).",
        )
    with acting(scope_of_office(client.office)):
        known = SystemSearch.objects.filter(client=client, message_id=asked["header"]["message_id"], later=True).first()
        if known is not None:
            return _same(known, asked)
        _answered, found = _answers(client, asked, at)
        try:
            with transaction.atomic():
                kept = _kept(client, asked, found, at=at, later=True)
        except IntegrityError:
            return _same(SystemSearch.objects.get(client=client, message_id=asked["header"]["message_id"], later=True), asked)
        Webhook.objects.create(
            subscription=address,
            occasion=Occasion.ON_SEARCH,
            search=kept,
            made_at=at,
            next_at=at,
            province=kept.province,
            district=kept.district,
            commune=kept.commune,
        )
    return kept


def answer_later(kept: SystemSearch) -> dict[str, Any]:
    """Give the answer to a search that was taken, as the registry stands now."""
    with acting(scope_of_office(kept.client.office)):
        answers, _found = _answers(kept.client, kept.request, kept.at)
        return _message(kept.client, kept.request, answers, kept.pk, kept.at)


def _same(known: SystemSearch, asked: Mapping[str, Any]) -> SystemSearch:
    if known.request != dict(asked):
        raise AlreadyDone("message_known", "Mã tin này đã dùng cho một tra cứu khác.", "This message_id was used for another search.")
    return known


def _kept(client: ApiClient, asked: Mapping[str, Any], found: list[Found], *, at: datetime, later: bool) -> SystemSearch:
    if asked["header"]["sender_id"] != client.client_id:
        raise Refused("sender_unknown", "sender_id phải là client_id của hệ thống.", "sender_id must be the client_id of the system.")
    office = client.office
    people = [(_person_of(known), purpose) for known, purpose in found]
    kept = SystemSearch.objects.create(
        province=office.province, district=office.district, commune=office.commune, client=client, at=at, message_id=asked["header"]["message_id"],
        purposes=[": ".join(_purpose(one))[:200] for one in asked["message"]["search_request"]], request=dict(asked), later=later,
        people=[person.pk for person, _purpose in people],
    )  # fmt: skip
    for person, purpose in people:
        where = {"province": person.province, "district": person.district, "commune": person.commune}
        with acting(Scope(Level.PROVINCE, person.province)):
            SystemLook.objects.create(client=client, search=kept.pk, person=person.pk, at=at, purpose=purpose, **where)
    return kept


def _person_of(known: Person | Claim) -> Person:
    """Give the one row of the province that stands for somebody, wherever in it she was first known; for the log, never for the answer."""
    if isinstance(known, Person):
        return known
    with acting(Scope(Level.PROVINCE, known.province)):
        return Person.objects.get(province=known.province, identity=known.identity)


def _answers(client: ApiClient, asked: Mapping[str, Any], at: datetime) -> tuple[list[dict[str, Any]], list[Found]]:
    scope, answers, people = scope_of_office(client.office), [], []
    for one in asked["message"]["search_request"]:
        answer: dict[str, Any] = {"reference_id": one["reference_id"], "timestamp": _moment(at)}
        fault = _fault(one)
        if fault:
            answers.append({**answer, "status": "rjct", "status_reason_code": "rjct.search_criteria.invalid", "status_reason_message": fault})
            continue
        records, known = _records(client, scope, one["search_criteria"]["query"])
        people += [(known, ": ".join(_purpose(one))[:200])] if known else []
        pages = {"page_size": MOST_ASKED, "page_number": 1, "total_count": len(records)}
        answers.append({**answer, "status": "succ", "data": {"version": "1.0.0", "reg_records": records}, "pagination": pages})
    return answers, people


def _fault(one: Mapping[str, Any]) -> str:
    criteria = one["search_criteria"]
    code, words = _purpose(one)
    if code not in PURPOSES or len(words) < SHORTEST_PURPOSE:
        return f"authorize.purpose is required: a code of {', '.join(PURPOSES)}, and a text of at least {SHORTEST_PURPOSE} characters."
    if criteria["query_type"] != "idtype-value":
        return "Only query_type idtype-value is answered: people are asked for by their number, never browsed."
    query = criteria["query"]
    kind = NUMBERS.get(str(query.get("type")))
    if kind is None or read_number(kind, str(query.get("value"))) is None:
        return f"query: type one of {', '.join(NUMBERS)}, value the whole number."
    return ""


def _purpose(one: Mapping[str, Any]) -> tuple[str, str]:
    authorize = one["search_criteria"].get("authorize") or {}
    purpose = authorize.get("purpose") if isinstance(authorize, dict) else None
    told = purpose if isinstance(purpose, dict) else {}
    return str(told.get("code") or "")[:40], " ".join(str(told.get("text") or "").split())[:150]


def _records(client: ApiClient, scope: Scope, query: Mapping[str, Any]) -> tuple[list[dict[str, Any]], Person | Claim | None]:
    """Give the one person of a number as the client's place knows her: from the registry there, or from her claims there."""
    kind = NUMBERS[str(query["type"])]
    identity = f"{kind}:{read_number(kind, str(query['value']))}"
    where = [scope.filters()["province"]] if scope.level == "province" else provinces()
    person = within(Person.objects.select_related("same_as"), scope).filter(province__in=where, identity=identity).order_by("known_since").first()
    draws = within(Draw.objects.all(), scope).filter(holder=_holder(identity), programme__in=client.programmes, released_at=None).order_by("held_at")
    claims = list(within(Claim.objects.select_related("dossier"), scope).filter(pk__in=[draw.claim for draw in draws]))
    known: Person | Claim | None = person or next(iter(claims), None)
    if known is None:
        return [], None
    return [_record(known, str(query["type"]), identity.partition(":")[2], claims)], known


def _holder(identity: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT holder FROM registry_holders_of(%s)", [[identity]])
        found = cursor.fetchone()
    return str(found[0]) if found else identity


def _record(known: Person | Claim, kind: str, number: str, claims: Iterable[Claim]) -> dict[str, Any]:
    surname, *others = known.full_name.split() or [""]
    born = known.date_of_birth
    record: dict[str, Any] = {
        "@context": CONTEXT, "@type": "Person", "identifier": [{"@type": "Identifier", "identifier_type": kind, "identifier_value": number}],
        "name": {"@type": "Name", "surname": surname, "second_name": " ".join(others[:-1]), "given_name": others[-1] if others else ""},
        "programmes": [{"programme": one.dossier.programme, "policy": one.policy, "state": one.state, "since": one.dossier.as_of.isoformat()} for one in claims],
    }  # fmt: skip
    if known.sex:
        record["sex"] = known.sex
    if born and known.birth_precision != Birth.NONE:
        record["birth_date"] = born.isoformat()[: {"day": 10, "month": 7, "year": 4}[known.birth_precision]]
    return record


def _message(client: ApiClient, asked: Mapping[str, Any], answers: list[dict[str, Any]], correlation: uuid.UUID, at: datetime) -> dict[str, Any]:
    refused = sum(one["status"] == "rjct" for one in answers)
    header = {
        "version": "1.0.0", "message_id": str(new_key()), "message_ts": _moment(at), "action": "on-search", "status": "rjct" if refused == len(answers) else "succ",
        "total_count": len(answers), "completed_count": len(answers) - refused, "sender_id": REGISTRY, "receiver_id": client.client_id, "is_msg_encrypted": False,
    }  # fmt: skip
    message = {"transaction_id": asked["message"]["transaction_id"], "correlation_id": str(correlation), "search_response": answers}
    return {"header": header, "message": message}


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="milliseconds")
