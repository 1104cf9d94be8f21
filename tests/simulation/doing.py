"""`python -m simulation.doing VERB OFFICER KEY [FILE]`: one deed in a process of its own, that a test may kill in the middle."""

from __future__ import annotations

import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

AT = datetime(2021, 8, 12, 3, 0, tzinfo=UTC)


def do(verb: str, username: str, key: str, *more: str) -> None:
    """Do the deed as the officer."""
    from ansinh.delivery.cases import decide, read, submit
    from ansinh.delivery.cases.models import Upload
    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.offices.scope import acting
    from ansinh.delivery.payments.settle import settle

    by = Officer.objects.select_related("office").get(username=username)
    if verb == "read":
        read.read(uuid.UUID(key), by=by, at=AT)
        return
    with acting(by):
        if verb == "submit":
            submit.submit(Upload.objects.get(pk=key), by=by, at=AT)
        elif verb == "approve":
            decide.approve(key, by=by, at=AT)  # type: ignore[arg-type] # a key as text finds the same row
        else:
            settle(Path(more[0]).read_bytes(), "sao-kê.csv", by=by, at=AT)


if __name__ == "__main__":
    import django

    django.setup()
    do(*sys.argv[1:])
