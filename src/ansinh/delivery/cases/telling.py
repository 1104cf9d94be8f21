"""How messages to the persons of claims are put into the outbox: by sets, each once for its occasion, on paper where no telephone reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from ansinh.delivery.notices.kinds import MOST_SINGLE, ON_PAPER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def filling(text: str, **columns: str) -> str:
    """Give SQL that fills columns into the places of a text, itself SQL: `filling("m.vi", name="c.full_name")`."""
    for name, column in columns.items():
        text = f"replace({text}, '{{{name}}}', {column})"
    return text


# No number of an identity paper and no account travels in a message; the receipt code leads to the rest.
MADE = f"""
    INSERT INTO notices_notice (id, province, district, commune, subject, kind, occasion, channel, address, name, text_vi, text_en, state, made_at, lane)
    SELECT ansinh_key(), c.province, c.district, c.commune, c.id, m.kind, m.occasion, CASE WHEN p.reaches THEN 'sms' ELSE 'letter' END,
        CASE WHEN p.reaches THEN c.phone ELSE c.address END, c.full_name, t.vi, t.en, 'queued', %(at)s, CASE WHEN count(*) OVER () > %(single)s THEN 'bulk' ELSE 'single' END
    FROM (ROWS) m JOIN cases_claim c ON c.id = m.claim
    CROSS JOIN LATERAL (SELECT c.phone <> '' AND NOT notices_unreachable('sms', c.phone) AS reaches) p
    CROSS JOIN LATERAL (SELECT trim(to_char(m.amount_vnd, '999,999,999,999,990')) AS amount) v
    CROSS JOIN LATERAL (SELECT {filling("m.vi", name="c.full_name", amount="replace(v.amount, ',', '.')", receipt="c.receipt")} AS vi,
        {filling("m.en", name="c.full_name", amount="v.amount", receipt="c.receipt")} AS en) t
    WHERE p.reaches OR m.kind = ANY (%(on_paper)s)
    ON CONFLICT (subject, kind, occasion) DO NOTHING"""  # noqa: S608 - our own words

APPEAL = (
    " Nếu thấy chưa đúng, khiếu nại tới {office}: nói ở UBND xã, phường hoặc viết tại {site}, kèm mã hồ sơ.",
    " If you think this is wrong, complain to {office}: at the commune's office or at {site}, with the claim code.",
)
"""What to do next, also without internet. `office` decided; any commune takes the complaint and passes it on."""


def tell(rows: str, values: Mapping[str, Any], *, at: datetime) -> int:
    """Put one message for each of `rows` into the outbox; give how many are new. To be called in the transaction of an act.

    `rows` is SQL with its `values`. It selects `claim`, `kind`, `occasion`, `amount_vnd`, `vi` and `en`: texts in which {name}, {amount} and {receipt} are still to be
    filled in. Whether who has no telephone gets a letter is a matter of the kind.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")  # the people of the longest list, on a busy machine
        cursor.execute(MADE.replace("ROWS", rows), {**values, "at": at, "single": MOST_SINGLE, "on_paper": ON_PAPER})
        return int(cursor.rowcount)


def filled(texts: tuple[str, str], **words: str | tuple[str, str]) -> tuple[str, str]:
    """Fill words, and where people complain on the web, into a text in Vietnamese and English; a pair of words is one for each language."""
    vi, en = (text.replace("{site}", f"{settings.PUBLIC_URL}/khieu-nai/") for text in texts)
    for name, word in words.items():
        of_vi, of_en = (word, word) if isinstance(word, str) else word
        vi, en = vi.replace(f"{{{name}}}", of_vi), en.replace(f"{{{name}}}", of_en)
    return vi, en
