"""Claims that wait for facts a register tells are answered again: what was missing is filled, with its source; nothing that was told is replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.answering import answers_of
from ansinh.delivery.cases.draws import hold_draws
from ansinh.delivery.cases.models import Claim, Determination, Dossier, Outcome
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.registry.models_registers import RegisterSnapshot
from ansinh.delivery.registry.registers.vouch import any_register, entries_of, fills, vouched
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.registry.registers.vouch import Entries, Vouched
    from ansinh.policy.programme import Programme

BATCH = 500
Filled = dict[str, tuple[object, "Vouched"]]

WAITING = """
    SELECT c.id, c.dossier_id FROM cases_claim c JOIN cases_dossier d ON d.id = c.dossier_id
    WHERE c.outcome = 'undetermined' AND c.state = 'in_review' AND d.state = 'in_progress' AND d.programme = %(programme)s AND c.id > %(after)s
      AND EXISTS (SELECT FROM registry_registerentry e WHERE e.subject = c.identity AND e.snapshot_id = %(snapshot)s)
    ORDER BY c.id LIMIT %(batch)s"""


def answer_dossier(dossier: Dossier, *, deed: Act) -> int:
    """Answer what is undetermined of a dossier with what registers tell, within an act; give by how many đồng the dossier comes to more."""
    if not any_register(dossier.programme):
        return 0
    more, after = 0, None
    waiting = Claim.objects.filter(dossier=dossier, outcome=Outcome.UNDETERMINED, state=Claim.State.IN_REVIEW).order_by("pk")
    while block := list((waiting.filter(pk__gt=after) if after else waiting)[:BATCH]):
        more += _answer(dossier, block, deed)
        after = block[-1].pk
    return more


def follow(snapshot: uuid.UUID, *, at: datetime) -> int:
    """Answer again, all over the country, the open claims that a snapshot speaks of, and note that it was followed; give how many claims changed."""
    with acting(NATION):
        row = RegisterSnapshot.objects.get(pk=snapshot)
    changed = 0
    for claims in _blocks(row):
        for dossier, of in claims.items():
            with acting(NATION), act(SYSTEM, "cases.answer_again", at=at, province="00") as deed:
                held = Dossier.objects.get(pk=dossier)
                deed.province = held.province
                still = Claim.objects.select_for_update(of=("self",)).filter(pk__in=of, outcome=Outcome.UNDETERMINED, state=Claim.State.IN_REVIEW)
                before = deed.events
                _answer(held, list(still.order_by("pk")), deed)
                changed += deed.events - before
    with acting(NATION):
        RegisterSnapshot.objects.filter(pk=snapshot, followed_at=None).update(followed_at=at)
    return changed


def attest(dossier: Dossier, claims: Collection[uuid.UUID], facts: Mapping[str, object], *, who: Mapping[str, object], deed: Act) -> int:
    """Answer claims again with facts that an office confirms where they are missing, within an act; `who` is kept beside each. Give how many changed."""
    programme, changed = load_programme(dossier.programme), 0
    rows = Claim.objects.filter(dossier=dossier, pk__in=claims, outcome=Outcome.UNDETERMINED, state=Claim.State.IN_REVIEW)
    for claim in rows.order_by("pk"):
        last = claim.determinations.order_by("-made_at", "-id")[0]
        found = {fact: value for fact, value in facts.items() if fact in last.missing}
        if found:
            _determined(claim, last, found, dict.fromkeys(found, who), programme, deed)
            changed += 1
    hold_draws(dossier.pk, at=deed.at)
    return changed


def to_follow() -> list[uuid.UUID]:
    """Give the snapshots in use that no claim was answered by yet."""
    with acting(NATION):
        return list(
            RegisterSnapshot.objects.filter(state=RegisterSnapshot.State.CURRENT, followed_at=None).order_by("taken_over_at").values_list("pk", flat=True)[:20]
        )


def _blocks(row: RegisterSnapshot) -> Iterator[dict[uuid.UUID, list[uuid.UUID]]]:
    after = "00000000-0000-0000-0000-000000000000"
    while True:
        with acting(NATION), connection.cursor() as cursor:
            cursor.execute(WAITING, {"programme": row.programme, "snapshot": row.pk, "after": after, "batch": BATCH})
            found = cursor.fetchall()
        if not found:
            return
        claims: dict[uuid.UUID, list[uuid.UUID]] = {}
        for claim, dossier in found:
            claims.setdefault(dossier, []).append(claim)
        yield claims
        after = found[-1][0]


def _answer(dossier: Dossier, claims: Sequence[Claim], deed: Act) -> int:
    """Determine anew the claims whose missing facts registers tell; give by how many đồng they come to more."""
    entries = entries_of({claim.identity for claim in claims}, programme=dossier.programme) if claims else {}
    if not entries:
        return 0
    programme = load_programme(dossier.programme)
    lasts = latest_of(claims)
    more = 0
    for claim in claims:
        found = _fills(entries.get(claim.identity, []), lasts[claim.pk], programme)
        if found:
            who = {fact: one.as_json() for fact, (_value, one) in found.items()}
            more += _determined(claim, lasts[claim.pk], {fact: value for fact, (value, _one) in found.items()}, who, programme, deed)
    hold_draws(dossier.pk, at=deed.at)
    return more


def latest_of(claims: Sequence[Claim]) -> dict[uuid.UUID, Determination]:
    """Give the latest determination of each claim, by the claim's key."""
    latest = Determination.objects.filter(claim__in=claims).order_by("claim", "-made_at", "-id").distinct("claim")
    return {last.claim_id: last for last in latest}


def _fills(entries: Sequence[Entries], last: Determination, programme: Programme) -> Filled:
    if not entries:
        return {}
    told = vouched(entries, programme=programme, claim=last.facts, as_of=last.as_of)
    return fills(told, last.missing)


def _determined(
    claim: Claim, last: Determination, found: Mapping[str, object], who: Mapping[str, Mapping[str, object]], programme: Programme, deed: Act
) -> int:
    """Ask the law again with what was found; keep the answer with who told what; give what is due in đồng."""
    known = {**last.facts, **found}
    (answer,) = answers_of([dict(known)], programme, claim.policy, as_of=last.as_of)
    before, after = claim.outcome, str(answer.outcome)
    claim.outcome, claim.amount_vnd = after, answer.amount or 0
    claim.save(update_fields=["outcome", "amount_vnd"])
    Determination.objects.create(
        province=claim.province, district=claim.district, commune=claim.commune, claim=claim, law_version=programme.law_version, as_of=last.as_of, facts=known,
        outcome=after, amount_vnd=claim.amount_vnd, failed=list(answer.failed), missing=list(answer.missing), made_at=deed.at, vouched={**last.vouched, **who},
    )  # fmt: skip
    told = {fact: {"value": value, **who[fact]} for fact, value in found.items()}
    deed.event("claim", claim, before={"outcome": before}, after={"outcome": after, "amount_vnd": claim.amount_vnd, "vouched": told})
    return claim.amount_vnd
