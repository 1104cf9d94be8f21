"""The API: `/api/v1/`, described by `/api/v1/openapi.json`. Thin: read, call one verb or one query, answer."""

from __future__ import annotations

from ninja.security import django_auth

from ansinh.doors.api import casework, filings, law, lists, money, oauth, problems, registry
from ansinh.doors.api.access import Token
from ansinh.doors.api.description import DescribedAPI

api = DescribedAPI(
    title="An Sinh",
    version="1",
    description="Relief programmes from list to money. Every POST takes an `Idempotency-Key`; errors are RFC 9457 problem documents.",
    auth=[Token(), django_auth],
    docs_url=None,
    openapi_url="/openapi.json",
)
problems.install(api)
api.add_router("/law", law.router, tags=["law"])
api.add_router("/lists", lists.router, tags=["lists"])
api.add_router("/oauth", oauth.router, tags=["systems"])
api.add_router("", filings.router, tags=["systems"])
api.add_router("/registry", registry.router, tags=["systems"])
api.add_router("", casework.router, tags=["casework"])
api.add_router("", money.router, tags=["money"])
