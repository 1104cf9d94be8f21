"""A key in a token or a hardware security module, reached by its maker's PKCS#11 library. Needs the extra `pkcs11`."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyhanko.sign.timestamps import HTTPTimeStamper

from ansinh.papers.signatures.holders import SignerAway

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pyhanko.sign.signers import Signer


@dataclass(frozen=True, slots=True)
class Token:
    """The key and certificate called `label` in the token called `token`, through the library `module`; `timestamps` is the address of a time stamping authority."""

    module: str
    token: str
    label: str
    pin: str = field(default="", repr=False)
    timestamps: str = ""

    @property
    def stamper(self) -> HTTPTimeStamper | None:
        """Who proves the time."""
        return HTTPTimeStamper(self.timestamps) if self.timestamps else None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Signer]:
        """Log in to the token for one paper. Raises `SignerAway` where it is not there, the PIN is wrong or the key has another name."""
        try:
            from pkcs11.exceptions import PKCS11Error  # noqa: PLC0415 - an extra: only who has a token needs it
            from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415 - as above
            from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415 - as above
        except ImportError as fault:
            raise SignerAway("the package python-pkcs11 is missing: install ansinh[pkcs11]") from fault
        try:
            session = await asyncio.to_thread(open_pkcs11_session, self.module, token_criteria=TokenCriteria(label=self.token), user_pin=self.pin or None)
        except (PKCS11Error, OSError, RuntimeError) as fault:
            raise SignerAway(f"token {self.token!r}: {type(fault).__name__} {fault}") from fault
        try:
            yield PKCS11Signer(session, cert_label=self.label, key_label=self.label, use_raw_mechanism=True)  # hashed here: every token knows that way
        except PKCS11Error as fault:
            raise SignerAway(f"key {self.label!r} in token {self.token!r}: {type(fault).__name__} {fault}") from fault
        finally:
            session.close()
