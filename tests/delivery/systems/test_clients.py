"""A system is let in by somebody who answers for it, stays as it was let in, and is shut out at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import DatabaseError, transaction
from jwt.algorithms import ECAlgorithm

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.systems.clients import clients, hand_to, hashed, let_in, shut_out
from ansinh.delivery.systems.models import ApiClient
from ansinh.delivery.systems.proofs import authorised, by_secret, token_of
from delivery.casework import officer, town
from delivery.systems.connecting import WHEN, administrator, asked, connected

pytestmark = pytest.mark.django_db


def test_letting_in_is_an_event_and_keeps_no_secret() -> None:
    client, secret = connected(town())
    with acting(NATION):
        event = Event.objects.get(verb="systems.let_in")
    assert (event.subject, event.province, event.after["client_id"], event.after["abilities"]) == (client.pk, "30", "cong-tinh", client.abilities)
    assert secret not in str(event.after) + str(ApiClient.objects.values().get())
    assert client.secret_sha256 == hashed(secret)
    assert len(secret) >= 43


def test_only_an_administrator_or_head_whose_place_holds_the_office_lets_in_or_answers() -> None:
    here, there = town(), town("26734", "760", "79")
    by, district = administrator(here), administrator(here, "district")
    with acting(NATION):
        for who, owner in ((here.lister, by), (by, here.lister), (district, by), (by, district), (administrator(there), by), (by, administrator(there))):
            with pytest.raises(NotYours):
                let_in(asked(), owner=owner, office=here.offices["province"], by=who, at=WHEN)
        let_in(asked("cua-huyen"), owner=district, office=here.offices["commune"], by=by, at=WHEN)
        chief = officer("chief.30", here.offices["province"], Role.CHIEF)
        let_in(asked("cua-tinh"), owner=chief, office=here.offices["province"], by=chief, at=WHEN)
    assert ApiClient.objects.count() == 2


PRIVATE = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()), as_dict=True)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"client_id": "Cổng"}, "client_client_id"),
        ({"contact": " "}, "client_contact"),
        ({"abilities": ["everything"]}, "client_abilities"),
        ({"abilities": []}, "client_abilities"),
        ({"programmes": ["nq99"]}, "client_programmes"),
        ({"per_minute": 0}, "client_per_minute"),
        ({"valid_until": date(2021, 6, 30)}, "client_valid_until"),
        ({"with_secret": False}, "client_proof"),
        ({"certificate_sha256": "ab"}, "client_certificate"),
        ({"public_key": PRIVATE}, "client_public_key"),
        ({"public_key": {"kty": "oct"}}, "client_public_key"),
    ],
)
def test_what_cannot_be_a_client_is_refused_in_words(more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        connected(town(), **more)
    assert refusal.value.code == code
    assert refusal.value.message["vi"] != refusal.value.message["en"]


def test_a_client_shut_out_is_out_at_once_and_for_good() -> None:
    here = town()
    client, secret = connected(here)
    by = administrator(here)
    token = token_of(client, frozenset(client.abilities))
    assert authorised(token, certificate="", at=WHEN)
    with acting(NATION):
        with pytest.raises(Refused, match="lý do"):
            shut_out("cong-tinh", because="hỏng", by=by, at=WHEN)
        with pytest.raises(NotYours):
            shut_out("cong-tinh", because="Khóa bị lộ ngày 6/8", by=here.lister, at=WHEN)
        shut_out("cong-tinh", because="Khóa bị lộ ngày 6/8", by=by, at=WHEN)
        with pytest.raises(AlreadyDone):
            shut_out("cong-tinh", because="Khóa bị lộ ngày 6/8", by=by, at=WHEN)
        with pytest.raises(AlreadyDone, match="tên khác"):
            let_in(asked(), owner=by, office=here.offices["province"], by=by, at=WHEN)
    assert authorised(token, certificate="", at=WHEN) is None
    assert by_secret("cong-tinh", secret, at=WHEN) is None
    for change in ({"revoked_at": None, "revoked_by": None, "revoked_because": ""}, {"abilities": ["dossiers:read"]}):
        with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
            ApiClient.objects.filter(pk=client.pk).update(**change)


def test_a_client_goes_to_another_owner_who_answers_for_its_office() -> None:
    here = town()
    connected(here)
    by, chief = administrator(here), officer("chief.30", here.offices["province"], Role.CHIEF)
    with acting(NATION):
        for who, owner in ((here.lister, chief), (by, here.lister)):
            with pytest.raises(NotYours):
                hand_to("cong-tinh", owner, by=who, at=WHEN)
        assert hand_to("cong-tinh", chief, by=by, at=WHEN).owner == chief
        assert Event.objects.filter(verb="systems.hand_to").count() == 1
        shut_out("cong-tinh", because="Khóa bị lộ ngày 6/8", by=by, at=WHEN)
        with pytest.raises(Refused):
            hand_to("cong-tinh", by, by=by, at=WHEN)


def test_a_client_calls_from_its_first_day_to_its_last() -> None:
    client, secret = connected(town(), valid_from=date(2021, 8, 6), valid_until=date(2021, 8, 6))
    days = {day: WHEN.replace(day=day) for day in (5, 6, 7)}
    assert [bool(by_secret("cong-tinh", secret, at=at)) for at in days.values()] == [False, True, False]
    assert [bool(authorised(token_of(client, frozenset()), certificate="", at=at)) for at in days.values()] == [False, True, False]


def test_an_officer_sees_the_clients_of_her_place_and_those_she_answers_for() -> None:
    here, there = town(), town("26734", "760", "79")
    connected(here)
    connected(here, "cong-xa", office=here.offices["commune"])
    connected(there, "cong-khac")
    seen = {who: [row.client_id for row in clients(seen_by=who)] for who in (administrator(here), here.lister, there.chair)}
    assert list(seen.values()) == [["cong-tinh", "cong-xa"], ["cong-xa"], ["cong-khac"]]
    assert clients(seen_by=None).count() == 3
