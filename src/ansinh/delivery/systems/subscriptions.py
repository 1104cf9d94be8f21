"""Where a system is told of what: made and ended by whoever answers for it, each address looked at before anything goes there."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.delivery.systems.clients import demand_answers
from ansinh.delivery.systems.gateways.https import AddressRefused, read_address
from ansinh.delivery.systems.models import ApiClient
from ansinh.delivery.systems.models_exchange import Occasion, Subscription

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

MOST = 5
"""Addresses of one client."""


def subscribe(client_id: str, url: str, occasions: Sequence[str], *, by: Officer, at: datetime) -> Subscription:
    """Tell a client at an address of these occasions from now on; `secret_of` gives what it checks the signature with.

    Raises `NotYours` for who does not answer for its office, `Refused` for an address that cannot be, `AlreadyDone` where it is told there.
    """
    client = ApiClient.objects.select_related("office").filter(client_id=client_id, revoked_at=None).first()
    if client is None:
        raise Refused("client_unknown", f"Không có hệ thống “{client_id}” đang dùng.", f"There is no client “{client_id}” in use.")
    demand_answers(by, client.office, at, who="by")
    wanted = sorted(set(occasions))
    if not wanted or not set(wanted) <= set(Occasion.values):
        raise Refused("occasions_unknown", f"Chọn sự kiện trong: {', '.join(Occasion.values)}.", f"Choose events among: {', '.join(Occasion.values)}.")
    try:
        read_address(url, private=settings.WEBHOOKS_PRIVATE)
    except AddressRefused as refusal:
        raise Refused("address_refused", refusal.message["vi"], refusal.message["en"]) from refusal
    with act(actor_of(by), "systems.subscribe", at=at, province=client.office.province) as deed:
        if Subscription.objects.filter(client=client, ended_at=None).count() >= MOST:
            raise Refused("subscriptions_bound", f"Mỗi hệ thống có nhiều nhất {MOST} địa chỉ.", f"A client has at most {MOST} addresses.")
        try:
            with transaction.atomic():
                made = Subscription.objects.create(client=client, url=url, occasions=wanted, made_by=by, made_at=at)
        except IntegrityError as error:
            raise AlreadyDone("subscription_known", "Đã báo đến địa chỉ này.", "It is told at this address already.") from error
        _told(deed, made)
    return made


def unsubscribe(client_id: str, url: str, *, by: Officer, at: datetime) -> Subscription:
    """End a subscription; what is still queued for it is not sent. Raises `AlreadyDone` where there is none."""
    held = Subscription.objects.select_related("client__office").filter(client__client_id=client_id, url=url, ended_at=None).first()
    if held is None:
        raise AlreadyDone("subscription_ended", "Không có đăng ký nào ở địa chỉ này.", "There is no subscription at this address.")
    demand_answers(by, held.client.office, at, who="by")
    with act(actor_of(by), "systems.unsubscribe", at=at, province=held.client.office.province) as deed:
        ended = Subscription.objects.select_for_update(of=("self",)).get(pk=held.pk)
        ended.ended_at, ended.ended_by = at, by
        ended.save(update_fields=["ended_at", "ended_by"])
        _told(deed, ended)
    return ended


def secret_of(subscription: Subscription) -> str:
    """Give the signing secret as Standard Webhooks write it; it follows from our own key, so that no copy lies in the database."""
    digest = salted_hmac("ansinh.systems.webhook", f"{subscription.pk}/{subscription.turn}", algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(digest).decode()}"


def _told(deed: Act, subscription: Subscription) -> None:
    deed.events_of(
        "subscription",
        """SELECT s.id, f.province, f.district, f.commune, NULL::jsonb,
                jsonb_build_object('client_id', c.client_id, 'url', s.url, 'occasions', s.occasions, 'ended', s.ended_at IS NOT NULL)
           FROM systems_subscription s JOIN systems_apiclient c ON c.id = s.client_id JOIN offices_office f ON f.id = c.office_id WHERE s.id = %(subscription)s""",
        {"subscription": subscription.pk},
    )
