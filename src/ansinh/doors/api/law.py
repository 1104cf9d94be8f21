"""What the law says: for anybody, nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from ansinh.doors.api.problems import Problem
from ansinh.doors.api.shapes import ExplainOut, FactsIn
from ansinh.policy.determine import FactError, NotInForce, determine
from ansinh.policy.load import LawFault, load_programme

router = Router()


@router.post("/explain", auth=None, response=ExplainOut)
def explain(request: HttpRequest, asked: FactsIn) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """Say what each policy gives for the facts, with a reason and an article for each condition."""
    try:
        programme = load_programme(asked.programme)
        strangers = sorted(set(asked.policies or ()) - {policy.id for policy in programme.policies})
        if strangers:
            raise Problem(
                422, "policy_unknown", f"Chương trình không có chính sách “{strangers[0][:40]}”.", f"The programme has no policy “{strangers[0][:40]}”."
            )
        answer = determine(asked.facts, programme, as_of=asked.as_of or timezone.localdate(), policies=asked.policies)
    except (FactError, NotInForce) as error:
        raise Problem(422, "fact_refused", error.message["vi"], error.message["en"]) from error
    except LawFault as error:
        raise Problem(404, "programme_unknown", "Không có chương trình này.", "There is no such programme.") from error
    document: dict[str, Any] = answer.as_json()
    return document
