"""The claims of a dossier are stored block by block while the law is asked for the next one; within a block everything is sets.

Whoever is known by a number comes first, in the order of the numbers, then all others by name: two offices that list
the same people at the same moment meet in one order and wait for each other, never in a circle.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from ansinh.delivery.cases.answering import STAGED, Answering, Line
from ansinh.delivery.cases.work import Work
from ansinh.delivery.offices.keys import new_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.backends.utils import CursorWrapper

    from ansinh.delivery.cases.models import Dossier, Upload

BLOCK = 8192
KIND = STAGED.index("id_kind")
Place: TypeAlias = tuple[str, int]
"""Of a line without a number: its identity, its order in the list."""
READY = """
    SELECT (row_number() OVER (ORDER BY sheet, "row"))::integer, data::text FROM cases_uploadrow WHERE upload_id = %s AND state = 'ready'
    ORDER BY coalesce(data ->> 'id_kind', '') = '', (data ->> 'id_kind') COLLATE "C", (data ->> 'id_number') COLLATE "C", 1"""


def store_claims(dossier: Dossier, upload: Upload, answering: Answering, *, group: str, work: Work) -> tuple[int, int]:
    """Store a claim with its determination, person and draw for every ready row; give how many, and the sum due in đồng.

    However long the list, some blocks of it are in memory. Raises `Stopped` between two blocks when that was asked for.
    """
    values = _values(dossier, group)
    claims = amount_vnd = unnumbered = 0
    _make_tables()
    for lines, vnd in _answered(upload, answering):
        numbered = [line for line in lines if line[KIND]]
        unnumbered += _put_by([line for line in lines if not line[KIND]])
        claims, amount_vnd = claims + len(lines), amount_vnd + vnd
        _take_in(numbered, values, work)
        work.at("s", claims - unnumbered, dossier.claims)
    _order_unnumbered(unnumbered)
    last: Place | None = ("", 0)
    while unnumbered and last:
        last = _take_in(last, values, work)
        unnumbered -= min(BLOCK, unnumbered)
        work.at("s", claims - unnumbered, dossier.claims)
    return claims, amount_vnd


def _put_by(lines: Sequence[Line]) -> int:
    """Put lines without a number by, until all who have one are stored; give how many."""
    if lines:
        _copy("unnumbered", lines)
    return len(lines)


def _order_unnumbered(count: int) -> None:
    if count > BLOCK:
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX ON unnumbered (identity, ord)")
            cursor.execute("ANALYZE unnumbered")


def store_one(dossier: Dossier, row: str, answering: Answering, *, group: str) -> int:
    """Store the one claim of a dossier that came from no list (`row` as JSON of the list reader); give what is due in đồng."""
    _make_tables()
    lines, vnd = answering.lines([(1, row)])
    _take_in(lines, _values(dossier, group), Work(dossier.pk))
    return vnd


def _values(dossier: Dossier, group: str) -> dict[str, Any]:
    return {
        "province": dossier.province, "district": dossier.district, "commune": dossier.commune, "at": dossier.submitted_at, "dossier": dossier.pk,
        "programme": dossier.programme, "policy": dossier.policy, "group": group, "law": dossier.law_version, "as_of": dossier.as_of,
    }  # fmt: skip


def _answered(upload: Upload, answering: Answering) -> Iterator[tuple[list[Line], int]]:
    """Give each block answered; the law is asked for the next one meanwhile."""
    with ThreadPoolExecutor(1) as beside:
        ahead = None
        for block in _blocks(upload):
            coming = beside.submit(copy_context().run, answering.lines, block)
            if ahead:
                yield ahead.result()
            ahead = coming
        if ahead:
            yield ahead.result()


def _blocks(upload: Upload) -> Iterator[list[tuple[int, str]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(READY, [upload.pk])
        while block := cursor.fetchmany(BLOCK):
            yield block


def _make_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("SET LOCAL work_mem = '64MB'")  # a long list is sorted in memory
        cursor.execute("DROP TABLE IF EXISTS staged, unnumbered, drawn")
        cursor.execute("CREATE TEMPORARY TABLE drawn (claim uuid) ON COMMIT DROP")
        cursor.execute(
            """
            CREATE TEMPORARY TABLE staged (id uuid, ord integer, identity text COLLATE "C", receipt text, full_name text, folded_name text, sex text,
                date_of_birth date, birth_precision text, id_number text, id_kind text, phone text, address text, bank_name text,
                account_number text, outcome text, amount_vnd bigint, facts jsonb, failed text[], missing text[]) ON COMMIT DROP"""
        )
        cursor.execute("CREATE TEMPORARY TABLE unnumbered (LIKE staged) ON COMMIT DROP")


def _copy(table: str, lines: Sequence[Line]) -> None:
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} ({', '.join(STAGED)}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)


def _take_in(lines: list[Line] | Place, values: Mapping[str, Any], work: Work) -> Place | None:
    """Store a block: these lines, or those that follow a place among the unnumbered; give the place of the last of them, nothing where none is left.

    Where another list holds one of these people, wait for its end, however long it is, a little at a time.
    """
    while True:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                last = _stage(cursor, lines)
                if last:
                    keys = {"people": new_key(), "draws": new_key(), "answers": new_key()}
                    for statement in TAKE_IN:
                        cursor.execute(statement, {**values, **keys})
                    cursor.execute("TRUNCATE staged, drawn")
        except OperationalError as fault:
            if not isinstance(fault.__cause__, LockNotAvailable):
                raise
            work.beat()
        else:
            return last


def _stage(cursor: CursorWrapper, lines: list[Line] | Place) -> Place | None:
    if isinstance(lines, list):
        _copy("staged", lines)
    else:
        columns = ", ".join(STAGED)
        following = f"SELECT {columns} FROM unnumbered WHERE (identity, ord) > (%s, %s) ORDER BY identity, ord LIMIT {BLOCK}"  # noqa: S608 - columns of our own
        cursor.execute(f"INSERT INTO staged ({columns}) {following}", lines)
    cursor.execute("SELECT identity, ord FROM staged ORDER BY identity DESC, ord DESC LIMIT 1")
    return cast("Place | None", cursor.fetchone())


TAKE_IN = (
    """
    INSERT INTO registry_person (id, province, district, commune, full_name, folded_name, sex, date_of_birth, birth_precision, id_number, id_kind,
        phone, address, identity, known_since)
    SELECT DISTINCT ON (identity) ansinh_key_in(%(people)s, ord), %(province)s, %(district)s, %(commune)s, full_name, folded_name, sex, date_of_birth, birth_precision,
        id_number, id_kind, phone, address, identity, %(at)s
    FROM staged WHERE id_kind <> 'tax' ORDER BY identity, ord
    ON CONFLICT (province, identity) DO NOTHING""",
    """
    WITH known AS MATERIALIZED (SELECT * FROM registry_holders_of(ARRAY(SELECT identity FROM staged))),
    held AS (INSERT INTO registry_draw (id, programme, policy, exclusive_group, identity, holder, claim, province, district, commune, held_at)
    SELECT ansinh_key_in(%(draws)s, ord), %(programme)s, %(policy)s, %(group)s, identity, coalesce(k.holder, identity), id, %(province)s, %(district)s,
        %(commune)s, %(at)s
    FROM staged LEFT JOIN known k USING (identity) WHERE outcome = 'eligible' ORDER BY identity, ord
    ON CONFLICT (holder, programme, slot) WHERE released_at IS NULL DO NOTHING RETURNING claim)
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
