"""Senders that work at the same time, each with its own connection and real commits."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from ansinh.delivery.notices.sandbox.web import web
from delivery.notices.sending import gateway, having, notice, sent


def test_two_senders_at_once_never_take_the_same(own_db: str) -> None:
    for _ in range(60):
        notice()
    with web() as first:
        settings = having(gateway(first))

        def one_round(_number: int) -> int:
            try:
                return sent(settings)
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            assert sum(pool.map(one_round, range(3))) == 60
        assert set(Counter(came.key for came in first.gateway.came).values()) == {1}
