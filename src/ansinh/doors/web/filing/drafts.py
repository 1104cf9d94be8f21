"""The answers of the visitor at hand: kept on the server, found by a code in a signed cookie of her browser or typed again on another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.utils import timezone

from ansinh.delivery.intake import drafts

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

COOKIE, PATH, SALT = "ansinh_nop", "/nop/", "ansinh.file"


@dataclass
class Draft:
    """What was told so far: who files, fields of the person, the place, the facts in the order they were asked (None: not known)."""

    code: str
    programme: str
    policy: str
    who: str = ""
    place: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    filed: str = ""

    @property
    def known(self) -> dict[str, Any]:
        """Give the facts that she knows."""
        return {name: value for name, value in self.facts.items() if value is not None}

    @property
    def unknown(self) -> frozenset[str]:
        """Name the facts that she said she does not know."""
        return frozenset(name for name, value in self.facts.items() if value is None)

    def body(self) -> dict[str, Any]:
        """Give what is kept; once it was filed, nothing but its code."""
        if self.filed:
            return {"programme": self.programme, "policy": self.policy, "filed": self.filed}
        names = ("programme", "policy", "who", "place", "fields", "done", "facts")
        return {name: getattr(self, name) for name in names}


def begin(programme: str, policy: str) -> Draft:
    """Begin an empty one."""
    made = Draft("", programme, policy)
    made.code = drafts.begin(made.body(), at=timezone.now())
    return made


def open_again(code: str) -> Draft | None:
    """Give the draft behind a code; nothing for a wrong one and for one whose time is over."""
    body: Mapping[str, Any] | None = drafts.read(code, at=timezone.now())
    return Draft(code=code, **body) if body else None


def key_of(draft: Draft) -> uuid.UUID:
    """Give the key that what comes beside the answers hangs on."""
    key = drafts.key_of(draft.code)
    if key is None:
        raise Http404
    return key


def held(request: HttpRequest) -> Draft | None:
    """Give the draft of this browser; none where there is no cookie, or one that was tampered with."""
    try:
        code = str(signing.loads(request.COOKIES[COOKIE], salt=SALT))
    except (KeyError, signing.BadSignature):
        return None
    return open_again(code)


def keep(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Keep the answers, and the way to them in the browser until it closes."""
    drafts.keep(draft.code, draft.body(), at=timezone.now())
    return remember(response, draft)


def remember(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Put the way to the answers into the browser."""
    text = signing.dumps(draft.code, salt=SALT)
    response.set_cookie(COOKIE, text, path=PATH, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Take it out of the browser; with the code the answers are still found."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response
