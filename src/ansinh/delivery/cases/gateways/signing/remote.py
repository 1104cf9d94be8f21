"""A key with a remote signing service that speaks the API of the Cloud Signature Consortium (version 1 or 2): the hash goes there, the signature comes back."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from json import JSONDecodeError
from typing import TYPE_CHECKING

import aiohttp
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)
from pyhanko.sign.timestamps import HTTPTimeStamper

from ansinh.papers.signatures.holders import SignerAway

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pyhanko.sign.signers import Signer

SECONDS = 120
"""As long as somebody may take to confirm on her telephone."""


@dataclass(frozen=True, slots=True)
class Remote:
    """The credential called `credential` at the service at `url`, with the token by which we may call it and the PIN that releases the key."""

    url: str
    credential: str
    token: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)
    api: str = "v1"
    timestamps: str = ""

    @property
    def stamper(self) -> HTTPTimeStamper | None:
        """Who proves the time."""
        return HTTPTimeStamper(self.timestamps) if self.timestamps else None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Signer]:
        """Ask the service for the certificate and be ready to ask for one signature. Raises `SignerAway` where it does not answer, or not so that it can be read."""
        info = CSCServiceSessionInfo(self.url, self.credential, oauth_token=self.token or None, api_ver=self.api)
        try:
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session:
                found = await _credential(session, info)
                authorised = _Authorised(info, found, session, self.pin)
                try:
                    yield CSCSigner(session, authorised, sign_timeout=SECONDS)
                except SigningError as fault:  # the library keeps to itself why nothing was released
                    if authorised.refused:
                        raise SignerAway(f"{self.url}: {authorised.refused}") from fault
                    raise
        except aiohttp.ClientError as fault:
            raise SignerAway(f"{self.url}: {type(fault).__name__} {fault}") from fault


async def _credential(session: aiohttp.ClientSession, info: CSCServiceSessionInfo) -> CSCCredentialInfo:
    try:
        return await fetch_certs_in_csc_credential(session, info)
    except (JSONDecodeError, UnicodeDecodeError) as fault:  # the library expects an answer that can be read; its own faults are values too
        raise SignerAway(f"{info.service_url}: the answer cannot be read: {fault}") from fault


class _Authorised(CSCAuthorizationManager):
    """Has each signature released by the PIN, bound to its hash; `refused` is what the service said where it released nothing."""

    def __init__(self, info: CSCServiceSessionInfo, credential: object, session: aiohttp.ClientSession, pin: str) -> None:
        super().__init__(info, credential)  # type: ignore[arg-type] # what the service told, as it was read
        self._session, self._pin, self.refused = session, pin, ""

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """Ask for the word that releases the key for these hashes."""
        asked = self.format_csc_auth_request(pin=self._pin or None, hash_b64s=hash_b64s)
        url = self.csc_session_info.endpoint_url("credentials/authorize")  # type: ignore[no-untyped-call] # as the library has it
        try:
            async with self._session.post(url, headers=self.auth_headers, json=asked, raise_for_status=True) as response:
                return self.parse_csc_auth_response(await response.json())
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as fault:
            self.refused = f"{type(fault).__name__} {fault}"
            raise
