"""E-mail by SMTP: one session a batch, each message under an identifier that follows from its key."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING

from ansinh.delivery.notices.gateways import Answer, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansinh.delivery.notices.gateways import Keep, Outgoing

SECONDS = 20.0
PERMANENT = 500
SUBJECT = "An Sinh: thông báo"


@dataclass
class Mail:
    """A mail server that takes messages for others. It tells no receipts; what it refuses for good in the session itself is a bounce."""

    host: str
    port: int
    sender: str
    username: str = ""
    password: str = ""
    tls: str = "starttls"
    """`starttls`, `tls`, or `none` inside one's own network."""

    def send(self, batch: Sequence[Outgoing]) -> list[Answer]:
        """Hand messages over in one session; a session that breaks leaves the rest untried."""
        try:
            session = self._open()
        except (OSError, smtplib.SMTPException) as error:
            return [Answer(message.key, Outcome.FAILED, fault=_words(error)) for message in batch]
        answers: list[Answer] = []
        for message in batch:
            lost = bool(answers) and answers[-1].outcome in (Outcome.UNSURE, Outcome.UNTRIED)
            answers.append(Answer(message.key, Outcome.UNTRIED) if lost else self._one(session, message))
        with contextlib.suppress(OSError, smtplib.SMTPException):
            session.quit()
        return answers

    def collect(self, cursor: str, keep: Keep) -> None:
        """Nothing is told later."""

    def close(self) -> None:
        """Each batch closes its own session."""

    def _open(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        session = (
            smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
            if self.tls == "tls"
            else smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        )
        if self.tls == "starttls":
            session.starttls(context=context)
        if self.username:
            session.login(self.username, self.password)
        return session

    def _one(self, session: smtplib.SMTP, message: Outgoing) -> Answer:
        try:
            session.send_message(self._letter(message), self.sender, [message.address])
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = refused.recipients[message.address]
            return Answer(message.key, Outcome.BOUNCED if code >= PERMANENT else Outcome.FAILED, fault=f"{code} {words.decode(errors='replace')}"[:200])
        except smtplib.SMTPServerDisconnected as error:
            return Answer(message.key, Outcome.UNSURE, fault=_words(error))
        except (smtplib.SMTPException, ValueError) as error:
            return Answer(message.key, Outcome.FAILED, fault=_words(error))
        except OSError as error:
            return Answer(message.key, Outcome.UNSURE, fault=_words(error))
        return Answer(message.key, Outcome.TAKEN, (self._id(message),))

    def _id(self, message: Outgoing) -> str:
        return f"<{message.key}@{self.sender.rpartition('@')[2]}>"

    def _letter(self, message: Outgoing) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = self.sender, message.address, SUBJECT
        letter["Message-ID"] = self._id(message)
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.text)
        return letter


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
