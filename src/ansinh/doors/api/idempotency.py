"""Every POST takes an `Idempotency-Key`: the first call does the deed, all later ones get its answer."""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import re
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.http import JsonResponse
from django.utils import timezone

from ansinh.delivery.offices.scope import acting
from ansinh.doors.api.access import who_calls
from ansinh.doors.api.models import Reply
from ansinh.doors.api.problems import Problem

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest

KEY = re.compile(r"[ -~]{1,100}")


def once(view: Callable[..., tuple[int, dict[str, Any]]]) -> Callable[..., JsonResponse]:
    """Run `view` once for each key of a caller, an officer or another system, in the caller's scope and in one transaction with the record of its answer.

    Two calls at the same moment: the second waits for the first and gets its answer. A refusal is not kept, so the
    caller may put it right and use the key again. The same key for another request is refused.
    """

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not KEY.fullmatch(key):
            raise Problem(
                400, "key_missing", "Cần tiêu đề Idempotency-Key (1 đến 100 ký tự ASCII).", "Send an Idempotency-Key header (1 to 100 ASCII characters)."
            )
        who, scope = who_calls(request)
        digest = _digest(request)
        with transaction.atomic(), acting(scope):
            if not _first(who, key, digest):
                return _again(who, key, digest)
            status, body = view(request, *args, **kwargs)
            plain = json.loads(json.dumps(body, cls=DjangoJSONEncoder))
            Reply.objects.filter(caller=who, key=key).update(status=status, body=plain)
        return JsonResponse(plain, status=status, json_dumps_params={"ensure_ascii": False})

    # the framework reads the signature in this module, so its types are resolved where the view was written
    answered.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined] # functions carry it
    answered.__annotations__ = {name: parameter.annotation for name, parameter in inspect.signature(view, eval_str=True).parameters.items()}
    return answered


def _first(who: uuid.UUID, key: str, digest: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_reply (caller, key, request_sha256, at) VALUES (%s, %s, %s, %s) ON CONFLICT (caller, key) DO NOTHING",
            [who, key, digest, timezone.now()],
        )
        return bool(cursor.rowcount)


def _again(who: uuid.UUID, key: str, digest: str) -> JsonResponse:
    reply = Reply.objects.get(caller=who, key=key)
    if reply.request_sha256 != digest:
        raise Problem(422, "key_reused", "Khóa này đã dùng cho yêu cầu khác.", "This key was used for another request.")
    response = JsonResponse(reply.body, status=reply.status or 200, json_dumps_params={"ensure_ascii": False})
    response["Idempotent-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":  # a multipart body has a new boundary each time it is sent
        for name, values in sorted(request.POST.lists()):
            digest.update(f"{name}={values}\n".encode())
        for name, file in sorted(request.FILES.items()):
            digest.update(f"{name}:{file.name}:".encode())  # type: ignore[union-attr] # a form with one file a name
            for piece in file.chunks():  # type: ignore[union-attr] # as above
                digest.update(piece)
            file.seek(0)  # type: ignore[union-attr] # as above
    else:
        digest.update(request.body)
    return digest.hexdigest()
