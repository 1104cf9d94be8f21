"""Django's own commands: `python -m ansinh.config.manage COMMAND`. Starts the embedded server, and is the schema's owner only where it must."""

from __future__ import annotations

import contextlib
import os
import sys

from ansinh.config import embedded, environment, schema

OWNER_COMMANDS = frozenset({"migrate", "makemigrations", "sqlmigrate", "showmigrations", "createcachetable", "dbshell"})
"""The only commands that connect as the owner of the schema; no page and no job does."""
WITHOUT_DATABASE = frozenset({"collectstatic", "compilemessages", "help", "diffsettings"})


def main(arguments: list[str]) -> None:
    """Run one of Django's commands with the role it needs."""
    command = arguments[0] if arguments else "help"
    if command in OWNER_COMMANDS:
        os.environ[environment.DB_AS_OWNER.name] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
    needs_server = not environment.DATABASE_URL.value() and command not in WITHOUT_DATABASE
    server = embedded.Server()
    with server.running() if needs_server else contextlib.nullcontext():
        if command in OWNER_COMMANDS:
            schema.prepare(app_password=server.password(embedded.APP) if needs_server else None)
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings read the running server's address

        execute_from_command_line(["manage", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
