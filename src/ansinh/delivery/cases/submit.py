"""A list that was read and put right becomes one dossier of claims: matched, determined, drawn and stored in one transaction.

Rows pass in blocks through Python only to be asked what the law says; everything else is sets in the database. The
dossier's number is taken last, so that offices of a province do not wait for each other's long lists.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from ansinh.delivery.cases.models import Dossier, Upload, UploadRow
from ansinh.delivery.cases.numbers import new_code, next_number
from ansinh.delivery.cases.procedure import handed, local_day, open_task, procedure_of
from ansinh.delivery.evidence.record import Act, act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.papers.lists.facts import facts_of
from ansinh.papers.lists.people import Row
from ansinh.policy.determine import FactError, RowAnswer, determine_rows
from ansinh.policy.load import load_programme
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.policy.programme import Policy, Programme

BLOCK = 8192
ROW_FIELDS = tuple(field.name for field in fields(Row))
IN_ORDER = itemgetter(*ROW_FIELDS)
DAYS = tuple(ROW_FIELDS.index(name) for name in ("date_of_birth", "period_start", "period_end"))
STAGED = (
    "id", "ord", "identity", "receipt", "full_name", "folded_name", "sex", "date_of_birth", "birth_precision", "id_number", "id_kind",
    "phone", "address", "bank_name", "account_number", "outcome", "amount_vnd", "facts", "failed", "missing",
)  # fmt: skip


def submit(upload: Upload, *, by: Officer, at: datetime) -> Dossier:
    """Make the dossier of an upload and hand it to the first step's owner; a second call gives the same dossier.

    Raises `Refused` while a row still waits for a human decision, `NobodyAnswers` when no one answers for the first step.
    """
    demand(by, [Role.LISTER], policy=upload.policy, on=local_day(at))
    with act(actor_of(by), "cases.submit", at=at, province=upload.province) as deed:
        held = Upload.objects.select_for_update(of=("self",)).select_related("office").get(pk=upload.pk)
        if held.state == Upload.State.SUBMITTED:
            return Dossier.objects.get(upload=held)
        _demand_ready(held)
        programme = load_programme(held.programme)
        policy = programme.policy(held.policy)
        _stage_table()
        rows = held.rows.filter(state=UploadRow.State.READY).order_by("sheet", "row")
        ready = map(orjson.loads, rows.values_list(Cast("data", TextField()), flat=True).iterator(chunk_size=BLOCK))
        claims, amount_vnd = _stage(held, _blocks(ready), programme, policy, at=at)
        dossier = _store(deed, held, programme, policy, claims=claims, amount_vnd=amount_vnd, by=by)
        held.state = Upload.State.SUBMITTED
        held.save(update_fields=["state"])
        return dossier


def _demand_ready(upload: Upload) -> None:
    if upload.state not in (Upload.State.READ, Upload.State.SUBMITTING):
        raise AlreadyDone(
            "not_submittable", f"Lần gửi này {upload.get_state_display().lower()}, chưa nộp được.", f"This upload is {upload.state} and cannot be submitted."
        )
    waiting = upload.rows.filter(state=UploadRow.State.UNDECIDED).count()
    if waiting:
        raise Refused(
            "rows_undecided",
            f"Còn {waiting} dòng cần quyết định: sửa, xác nhận hoặc để riêng kèm lý do, rồi nộp.",
            f"{waiting} rows still need a decision: put them right, confirm them or set them aside with a reason, then submit.",
        )
    if not upload.rows.filter(state=UploadRow.State.READY).exists():
        raise Refused("nothing_to_submit", "Danh sách không có dòng nào để nộp.", "The list has no row to submit.")


def _blocks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while block := list(islice(rows, BLOCK)):
        yield block


def _stage_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("SET LOCAL work_mem = '64MB'")  # a long list is sorted and joined in memory
        cursor.execute("DROP TABLE IF EXISTS staged, drawn")
        cursor.execute("CREATE TEMPORARY TABLE drawn (claim uuid) ON COMMIT DROP")
        cursor.execute(
            """
            CREATE TEMPORARY TABLE staged (id uuid, ord integer, identity text, receipt text, full_name text, folded_name text, sex text,
                date_of_birth date, birth_precision text, id_number text, id_kind text, phone text, address text, bank_name text,
                account_number text, outcome text, amount_vnd bigint, facts jsonb, failed text[], missing text[]) ON COMMIT DROP"""
        )


def _stage(upload: Upload, blocks: Iterator[list[dict[str, Any]]], programme: Programme, policy: Policy, *, at: datetime) -> tuple[int, int]:
    """Ask the law for every row and copy the answers beside the rows; give how many and the sum that is due."""
    order = amount_vnd = 0
    lists: dict[tuple[str, ...], str] = {}
    batch = str(new_key())[:28]
    with connection.cursor() as cursor:
        for block in blocks:
            facts = [{**upload.attested, **facts_of(row_of(row), policy.id, province=upload.province)} for row in block]
            answers = answers_of(facts, programme, policy.id, as_of=local_day(at))
            with cursor.cursor.copy(f"COPY staged ({', '.join(STAGED)}) FROM STDIN") as copy:
                for row, known, answer in zip(block, facts, answers, strict=True):
                    order += 1
                    amount_vnd += answer.amount or 0
                    copy.write_row((f"{batch}{order:08x}", order, *_staged_row(row, known, answer, upload.commune, lists)))
        cursor.execute("ANALYZE staged (identity)")
    return order, amount_vnd


def row_of(data: Mapping[str, Any]) -> Row:
    """Give a stored row as the reader gave it."""
    try:
        told = list(IN_ORDER(data))
    except KeyError:  # a row kept before its reader knew all the fields
        return row_of({**dict.fromkeys(ROW_FIELDS), "birth_precision": "none", "problems": [], **data})
    for index in DAYS:
        if told[index]:
            told[index] = date.fromisoformat(told[index])
    return Row(*told)


def answers_of(facts: list[dict[str, object]], programme: Programme, policy: str, *, as_of: date) -> list[RowAnswer]:
    """Ask the law for a block of rows; a fact that cannot be (a day after the claim's) is taken for unknown, so that its row waits for a human."""
    try:
        return determine_rows(facts, programme, policy, as_of=as_of)
    except FactError:
        return [_answer_of(row, programme, policy, as_of=as_of) for row in facts]


def _answer_of(facts: dict[str, object], programme: Programme, policy: str, *, as_of: date) -> RowAnswer:
    while True:
        try:
            return determine_rows([facts], programme, policy, as_of=as_of)[0]
        except FactError as error:
            if error.fact not in facts:
                raise
            del facts[error.fact]


def _staged_row(row: dict[str, Any], facts: Mapping[str, object], answer: RowAnswer, commune: str, lists: dict[tuple[str, ...], str]) -> Sequence[object]:
    name = row["full_name"] or ""
    folded = fold(name)
    return (
        identity_of(row, folded, commune), new_code(), name[:100], folded[:100], row.get("sex") or "", row.get("date_of_birth"),
        row.get("birth_precision") or "none", (row.get("id_number") or "")[:20], row.get("id_kind") or "", (row.get("phone") or "")[:15], (row.get("address") or "")[:200],
        (row.get("bank_name") or "")[:100], (row.get("account_number") or "")[:34], str(answer.outcome), answer.amount or 0,
        orjson.dumps(facts, default=str).decode(), _array(answer.failed, lists), _array(answer.missing, lists),
    )  # fmt: skip


def _array(names: tuple[str, ...], known: dict[tuple[str, ...], str]) -> str:
    """Write names of the law as PostgreSQL reads an array; few differ in a list."""
    text = known.get(names)
    if text is None:
        text = known[names] = "{" + ",".join(f'"{name}"' for name in names) + "}"
    return text


def identity_of(row: Mapping[str, Any], folded_name: str, commune: str) -> str:
    """Give who a row speaks of: the usable identifier, else name, birth and commune together."""
    if row.get("id_kind"):
        return f"{row['id_kind']}:{row['id_number']}"
    return f"name:{folded_name[:80]}|{row.get('date_of_birth') or '?'}|{commune}"


def _store(deed: Act, upload: Upload, programme: Programme, policy: Policy, *, claims: int, amount_vnd: int, by: Officer) -> Dossier:
    as_of = local_day(deed.at)
    dossier = Dossier(
        province=upload.province, district=upload.district, commune=upload.commune, office=upload.office, programme=programme.id, policy=policy.id,
        law_version=programme.law_version, as_of=as_of, upload=upload, submitted_by=by, submitted_at=deed.at, claims=claims, amount_vnd=amount_vnd,
    )  # fmt: skip
    first = procedure_of(dossier).steps[0]
    dossier.step, dossier.number = first.id, str(dossier.pk)[:30]
    dossier.save(force_insert=True)
    group = next(iter(policy.groups), "")
    values: dict[str, Any] = {
        "province": dossier.province, "district": dossier.district, "commune": dossier.commune, "at": deed.at, "dossier": dossier.pk,
        "people": new_key(), "draws": new_key(), "answers": new_key(), "programme": programme.id, "policy": policy.id, "group": group, "law": programme.law_version, "as_of": as_of,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in STORE:
            cursor.execute(statement, values)
    task = open_task(dossier, first, at=deed.at, owner=by if first.level == by.office.level and first.action == "list" else None)
    deed.events_of(
        "claim",
        "SELECT id, province, district, commune, NULL::jsonb, jsonb_build_object('state', state, 'outcome', outcome, 'amount_vnd', amount_vnd) FROM cases_claim WHERE dossier_id = %(dossier)s",
        {"dossier": dossier.pk},
    )
    year = as_of.year
    dossier.number = f"{dossier.province}-{year}-{next_number(f'dossier/{dossier.province}/{year}'):06d}"
    dossier.save(update_fields=["number"])
    deed.event(
        "dossier", dossier, after={"number": dossier.number, "claims": claims, "amount_vnd": amount_vnd, "law_version": programme.law_version, **handed(task)}
    )
    return dossier


STORE = (
    """
    INSERT INTO registry_person (id, province, district, commune, full_name, folded_name, sex, date_of_birth, birth_precision, id_number, id_kind,
        phone, address, identity, known_since)
    SELECT DISTINCT ON (identity) ansinh_key_in(%(people)s, ord), %(province)s, %(district)s, %(commune)s, full_name, folded_name, sex, date_of_birth, birth_precision,
        id_number, id_kind, phone, address, identity, %(at)s
    FROM staged ORDER BY identity, ord
    ON CONFLICT (province, identity) DO NOTHING""",
    """
    WITH held AS (INSERT INTO registry_draw (id, programme, policy, exclusive_group, identity, claim, province, district, commune, held_at)
    SELECT ansinh_key_in(%(draws)s, (row_number() OVER (ORDER BY identity, ord))::integer), %(programme)s, %(policy)s, %(group)s, identity, id, %(province)s, %(district)s, %(commune)s, %(at)s
    FROM staged WHERE outcome = 'eligible' ORDER BY identity, ord
    ON CONFLICT (identity, programme, slot) WHERE released_at IS NULL DO NOTHING RETURNING claim)
    INSERT INTO drawn SELECT claim FROM held""",
    """
    INSERT INTO cases_claim (id, province, district, commune, dossier_id, "order", identity, receipt, policy, exclusive_group, full_name,
        folded_name, sex, date_of_birth, birth_precision, id_number, id_kind, phone, address, bank_name, account_number, outcome, amount_vnd,
        draw_held, state, state_reason, state_article)
    SELECT s.id, %(province)s, %(district)s, %(commune)s, %(dossier)s, s.ord, s.identity, s.receipt, %(policy)s, %(group)s, s.full_name,
        s.folded_name, s.sex, s.date_of_birth, s.birth_precision, s.id_number, s.id_kind, s.phone, s.address, s.bank_name, s.account_number,
        s.outcome, s.amount_vnd, r.claim IS NOT NULL, 'in_review', '', ''
    FROM staged s LEFT JOIN drawn r ON r.claim = s.id ORDER BY s.ord""",
    """
    INSERT INTO cases_determination (id, province, district, commune, claim_id, law_version, as_of, facts, outcome, amount_vnd, failed, missing, made_at)
    SELECT ansinh_key_in(%(answers)s, ord), %(province)s, %(district)s, %(commune)s, id, %(law)s, %(as_of)s, facts, outcome, amount_vnd, failed, missing, %(at)s
    FROM staged""",
)
