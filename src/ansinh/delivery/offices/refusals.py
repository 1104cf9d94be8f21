"""What a verb says when it will not do something: a code, and what is wrong and what to do in both languages."""

from __future__ import annotations


class Refused(Exception):
    """The verb was not carried out and nothing was changed."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        """Keep the code and the two texts."""
        super().__init__(vi)
        self.code = code
        self.message = {"vi": vi, "en": en}


class NotYours(Refused):
    """The officer lacks the role, or the matter is another's."""


class NobodyAnswers(Refused):
    """An office has nobody named for a role; its chief must name one before work can be handed there."""


class AlreadyDone(Refused):
    """Somebody, perhaps the same officer a moment ago, has done it; the first act stands."""
