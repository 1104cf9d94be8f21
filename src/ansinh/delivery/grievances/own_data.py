"""What a person may take away of complaints about her claim: her own in full, of others' objections only that there was one and how it ended."""

from __future__ import annotations

from typing import Any

from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.scope import NATION

MOST = 200


def own_complaints(receipt: str) -> list[dict[str, Any]]:
    """Give the complaints about a claim as plain data, the first first.

    The caller has seen that whoever asks is the person of the claim. Who objected to her, and in which words, is not told: neighbours may
    speak without fear. An objection that is sensitive is not told at all.
    """
    with seeing_all(NATION):
        rows = Grievance.objects.filter(claim__receipt=receipt).select_related("owner", "office", "decided_by").order_by("filed_at")[:MOST]
        return [_objection(row) if row.kind == Grievance.Kind.OBJECTION else _own(row) for row in rows if not _hidden(row)]


def _hidden(row: Grievance) -> bool:
    return row.kind == Grievance.Kind.OBJECTION and row.sensitive


def _objection(row: Grievance) -> dict[str, Any]:
    return {"number": row.number, "kind": row.kind, "filed_on": row.filed_on, "office": row.office.name, "state": row.state, "ended_at": row.ended_at}


def _own(row: Grievance) -> dict[str, Any]:
    return {
        **_objection(row), "channel": row.channel, "filed_at": row.filed_at, "name": row.name, "phone": row.phone, "text": row.text,
        "officer": row.owner.full_name, "due_on": row.due_on, "cite": row.cite, "decided_by": row.decided_by.full_name if row.decided_by else "",
        "reason": row.reason, "carried_out": row.carried_out, "carried_out_at": row.carried_out_at,
    }  # fmt: skip
