"""A system is let in and shut out by a named officer, each with its evidence; reads of who may call."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, scope_of
from ansinh.delivery.systems.models import Ability, ApiClient
from ansinh.policy.load import programme_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Office, Officer

CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")
THUMBPRINT = re.compile(r"[0-9a-f]{64}")
ALGORITHMS = frozenset({"ES256", "ES384", "EdDSA", "PS256", "RS256"})
ANSWERS = frozenset({Role.ADMINISTRATOR.value, Role.CHIEF.value})
"""Who may let a system in, and answer for it."""
MOST_A_MINUTE = 6000
SHORTEST_REASON = 10

PRIVATE_PARTS = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a new client is to be: its names, its bounds, and how it proves itself; at least one proof."""

    client_id: str
    name: str
    contact: str
    programmes: Sequence[str]
    abilities: Sequence[str]
    per_minute: int
    valid_from: date
    valid_until: date
    with_secret: bool = False
    public_key: Mapping[str, Any] | None = None
    certificate_sha256: str = ""


def let_in(asked: Asked, *, owner: Officer, office: Office, by: Officer, at: datetime) -> tuple[ApiClient, str]:
    """Make a client; give it with its secret, which is kept nowhere (empty when it has none).

    Raises `NotYours` for anybody but an administrator or the head of an office that holds `office` in its scope, `Refused` for what cannot be.
    """
    demand_answers(by, office, at, who="by")
    demand_answers(owner, office, at, who="owner")
    _demand_possible(asked)
    secret = secrets.token_urlsafe(32) if asked.with_secret else ""
    with act(actor_of(by), "systems.let_in", at=at, province=office.province) as deed:
        try:
            with transaction.atomic():
                client = ApiClient.objects.create(
                    client_id=asked.client_id, name=asked.name.strip(), contact=asked.contact.strip(), owner=owner, office=office,
                    programmes=sorted(set(asked.programmes)), abilities=sorted(set(asked.abilities)), per_minute=asked.per_minute,
                    secret_sha256=hashed(secret) if secret else "", public_key=dict(asked.public_key) if asked.public_key else None,
                    certificate_sha256=asked.certificate_sha256, valid_from=asked.valid_from, valid_until=asked.valid_until, made_by=by, made_at=at,
                )  # fmt: skip
        except IntegrityError as error:
            raise AlreadyDone("client_known", f"Đã có hệ thống “{asked.client_id}”. Chọn tên khác.", f"There is a client “{asked.client_id}”.") from error
        _told(deed, client)
    return client, secret


def shut_out(client_id: str, *, because: str, by: Officer, at: datetime) -> ApiClient:
    """Revoke a client at once: none of its tokens works any more. Raises `Refused` without a reason, `AlreadyDone` when it was revoked before."""
    if len(because.strip()) < SHORTEST_REASON:
        raise Refused("reason_missing", "Ghi rõ lý do thu hồi (ít nhất 10 ký tự).", "Say why it is revoked (at least 10 characters).")
    known = ApiClient.objects.select_related("office").filter(client_id=client_id).first()
    if known is None:
        raise Refused("client_unknown", f"Không có hệ thống “{client_id}”.", f"There is no client “{client_id}”.")
    demand_answers(by, known.office, at, who="by")
    with act(actor_of(by), "systems.shut_out", at=at, province=known.office.province) as deed:
        client = ApiClient.objects.select_for_update(of=("self",)).select_related("office", "owner").get(pk=known.pk)
        if client.revoked_at is not None:
            raise AlreadyDone("client_revoked", f"“{client_id}” đã bị thu hồi.", f"“{client_id}” was revoked before.")
        client.revoked_at, client.revoked_by, client.revoked_because = at, by, because.strip()[:200]
        client.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
        _told(deed, client)
    return client


def hand_to(client_id: str, owner: Officer, *, by: Officer, at: datetime) -> ApiClient:
    """Give a client another owner, as when the one before leaves. Raises `NotYours` for who may not answer for it, `Refused` where there is none in use."""
    known = ApiClient.objects.select_related("office").filter(client_id=client_id, revoked_at=None).first()
    if known is None:
        raise Refused("client_unknown", f"Không có hệ thống “{client_id}” đang dùng.", f"There is no client “{client_id}” in use.")
    demand_answers(by, known.office, at, who="by")
    demand_answers(owner, known.office, at, who="owner")
    with act(actor_of(by), "systems.hand_to", at=at, province=known.office.province) as deed:
        client = ApiClient.objects.select_for_update(of=("self",)).select_related("office").get(pk=known.pk)
        client.owner = owner
        client.save(update_fields=["owner"])
        _told(deed, client)
    return client


def clients(*, seen_by: Officer | None) -> QuerySet[ApiClient]:
    """Give the clients an officer answers for or has in scope, all of them for the command line; by name."""
    rows = ApiClient.objects.select_related("owner__office", "office").order_by("client_id")
    if seen_by is None:
        return rows
    in_scope = {f"office__{name}": value for name, value in scope_of(seen_by).filters().items()}
    return rows.filter(Q(owner=seen_by) | Q(**in_scope)) if in_scope else rows


def in_force(client: ApiClient, on: date) -> bool:
    """Say whether a client may call on a day."""
    return client.revoked_at is None and client.valid_from <= on <= client.valid_until


def hashed(secret: str) -> str:
    """Give what is kept of a secret; it has 256 bits of chance, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def answers_for(officer: Officer, office: Office, at: datetime) -> bool:
    """Say whether an officer may let systems of an office in and answer for them: an administrator or head whose place holds the office's."""
    reaches = all(getattr(office, level) == code for level, code in scope_of(officer).filters().items())
    return officer.is_active and reaches and bool(ANSWERS & roles_of(officer, on=timezone.localtime(at).date()))


def demand_answers(officer: Officer, office: Office, at: datetime, *, who: str) -> None:
    """Raise `NotYours` unless the officer, as owner or as who does it, answers for systems of the office."""
    if not answers_for(officer, office, at):
        what = ("Người chịu trách nhiệm", "The owner") if who == "owner" else ("Người thực hiện", "Whoever does this")
        raise NotYours(
            "client_not_yours",
            f"{what[0]} phải là quản trị hoặc người đứng đầu của cơ quan bao trùm {office}: {officer.full_name} thì không.",
            f"{what[1]} must be an administrator or the head of an office whose place holds {office}: {officer.full_name} is not.",
        )


def _demand_possible(asked: Asked) -> None:
    faults = (
        (not CLIENT_ID.fullmatch(asked.client_id), "client_id", "tên gọi: 3 đến 40 chữ thường, số, gạch nối", "client id: 3 to 40 lower-case letters, digits, hyphens"),
        (not asked.name.strip() or not asked.contact.strip(), "contact", "thiếu tên hoặc đầu mối liên hệ", "name or contact is missing"),
        (not asked.abilities or not set(asked.abilities) <= set(Ability.values), "abilities", f"quyền phải trong: {', '.join(Ability.values)}", f"scopes must be among: {', '.join(Ability.values)}"),
        (not asked.programmes or not set(asked.programmes) <= set(programme_names()), "programmes", "không có chương trình này", "there is no such programme"),
        (not 1 <= asked.per_minute <= MOST_A_MINUTE, "per_minute", f"số lần gọi mỗi phút: 1 đến {MOST_A_MINUTE}", f"calls a minute: 1 to {MOST_A_MINUTE}"),
        (asked.valid_until < asked.valid_from, "valid_until", "ngày hết hạn trước ngày bắt đầu", "it ends before it begins"),
        (not (asked.with_secret or asked.public_key or asked.certificate_sha256), "proof", "cần bí mật, khóa công khai hoặc chứng thư", "a secret, a public key or a certificate is needed"),
        (bool(asked.certificate_sha256) and not THUMBPRINT.fullmatch(asked.certificate_sha256), "certificate", "vân tay SHA-256: 64 chữ số hệ 16", "SHA-256 thumbprint: 64 hexadecimal digits"),
        (asked.public_key is not None and not _is_public_key(asked.public_key), "public_key", "cần JWK công khai không có phần bí mật", "a public JWK without its private part is needed"),
    )  # fmt: skip
    wrong = [(code, vi, en) for faulty, code, vi, en in faults if faulty]
    if wrong:
        code, vi, en = wrong[0]
        raise Refused(f"client_{code}", f"Chưa đúng, {vi}.", f"Not valid, {en}.")


def _is_public_key(key: Mapping[str, Any]) -> bool:
    if PRIVATE_PARTS & set(key):
        return False
    try:
        return PyJWK(dict(key)).algorithm_name in ALGORITHMS
    except (PyJWTError, NotImplementedError, ValueError, TypeError, KeyError):
        return False


def _told(deed: Act, client: ApiClient) -> None:
    deed.events_of(
        "api_client",
        """SELECT c.id, f.province, f.district, f.commune, NULL::jsonb, jsonb_build_object('client_id', c.client_id, 'name', c.name, 'owner', o.full_name,
            'office', f.name, 'programmes', c.programmes, 'abilities', c.abilities, 'per_minute', c.per_minute, 'valid_from', c.valid_from,
            'valid_until', c.valid_until, 'revoked_because', c.revoked_because)
           FROM systems_apiclient c JOIN offices_officer o ON o.id = c.owner_id JOIN offices_office f ON f.id = c.office_id WHERE c.id = %(client)s""",
        {"client": client.pk},
    )
