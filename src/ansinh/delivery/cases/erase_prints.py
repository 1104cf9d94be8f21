"""Files of slips and letters go once none of the people on them is kept an address for; what was printed, and when it was posted, stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from ansinh.delivery.cases.keep import drop
from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.cases.models_papers import Erasure
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

KIND = "contacts"
PRINTED = """
    WITH on_it AS (
        SELECT b.file_id AS file, n.id, n.address FROM cases_letterbatch b JOIN cases_postedletter l ON l.batch_id = b.id JOIN notices_notice n ON n.id = l.notice_id
        UNION ALL
        SELECT n.printed_in, n.id, n.address FROM notices_notice n WHERE n.printed_in IS NOT NULL)
    SELECT o.file, count(DISTINCT o.id) FROM on_it o JOIN cases_storedfile f ON f.id = o.file AND f.kind IN ('slips', 'posted')
    WHERE NOT EXISTS (SELECT FROM cases_erasure e WHERE e.subject = o.file AND e.kind = 'contacts')
    GROUP BY o.file HAVING bool_and(o.address IN ('', %(gone)s)) AND bool_or(o.address = %(gone)s) ORDER BY o.file LIMIT %(most)s"""


def erase_prints(programme: str, *, gone: str, at: datetime, most: int) -> int:
    """Remove the files on which every address is `gone` from the notices themselves, at most so many; give how many."""
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute(PRINTED, {"gone": gone, "most": most})
        found = cursor.fetchall()
    for file, people in found:
        _erase(file, int(people), programme, at=at)
    return len(found)


def was_erased(file: StoredFile) -> bool:
    """Whether the content of a kept file is gone, its time being over."""
    return Erasure.objects.filter(subject=file.pk, kind=KIND).exists()


def _erase(key: uuid.UUID, people: int, programme: str, *, at: datetime) -> None:
    with acting(NATION), transaction.atomic():
        file = StoredFile.objects.select_for_update().get(pk=key)
        with act(SYSTEM, "cases.erase", at=at, province=file.province) as deed:
            Erasure.objects.create(
                province=file.province, district=file.district, commune=file.commune, programme=programme, kind=KIND, subject=key, rows=people, at=at
            )
            deed.event("file", file, after={"erased": KIND, "rows": people})
        transaction.on_commit(lambda: drop(file))
