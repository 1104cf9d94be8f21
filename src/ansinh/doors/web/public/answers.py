"""What a visitor has answered so far: kept in a signed cookie of her own browser, nowhere on the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "ansinh_answers"
PATH = "/kiem-tra/"
SALT = "ansinh.may_i"
KEPT_SECONDS = 6 * 60 * 60


@dataclass(slots=True)
class Answers:
    """The situations chosen and the facts given, in the order they were asked; None says "I do not know"."""

    situations: list[str] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """Give what is known, as the law's vocabulary types it."""
        return {name: value for name, value in self.given.items() if value is not None}

    @property
    def unknown(self) -> frozenset[str]:
        """Give the facts the visitor does not know."""
        return frozenset(name for name, value in self.given.items() if value is None)

    def before(self, fact: str) -> str | None:
        """Give the fact that was answered before this one; the last one for a fact not answered yet."""
        names = list(self.given)
        place = names.index(fact) if fact in self.given else len(names)
        return names[place - 1] if place else None


def read(request: HttpRequest) -> Answers:
    """Take the answers out of the cookie; none where there is no cookie, or one that is too old or was tampered with."""
    try:
        kept = signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=KEPT_SECONDS)
    except (KeyError, signing.BadSignature):
        return Answers()
    return Answers(list(kept["s"]), {name: _from_json(value) for name, value in kept["f"].items()})


def keep(response: HttpResponse, answers: Answers) -> HttpResponse:
    """Put the answers into the response's cookie, for these pages alone and until the browser closes."""
    kept = {"s": answers.situations, "f": {name: _to_json(value) for name, value in answers.given.items()}}
    text = signing.dumps(kept, salt=SALT, compress=True)
    response.set_cookie(COOKIE, text, path=PATH, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def _to_json(value: Any) -> Any:
    return {"d": value.isoformat()} if isinstance(value, date) else value


def _from_json(value: Any) -> Any:
    return date.fromisoformat(value["d"]) if isinstance(value, dict) else value
