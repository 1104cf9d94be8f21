"""Vietnamese unless the reader asked for English: the browser's own language is often the machine's, not the person's."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class VietnameseFirstMiddleware(LocaleMiddleware):
    """Take the language from the reader's own choice (a cookie), never from `Accept-Language`."""

    def process_request(self, request: HttpRequest) -> None:
        """Speak the chosen language; the address never carries one."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:  # noqa: ARG002 - Django's signature
        """Say which language was spoken."""
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
