"""Django's own commands: `python -m ansinh.config.manage COMMAND`. Starts the embedded server, and is the schema's owner only where it must."""

from __future__ import annotations

import gc
import os
import sys

from ansinh.config import embedded, environment, schema

OWNER_COMMANDS = frozenset({"migrate", "makemigrations", "sqlmigrate", "showmigrations", "dbshell"})
"""The only commands that connect as the owner of the schema; no page and no job does."""
IN_THE_BACKGROUND = frozenset({"procrastinate"})
"""Whoever sits before a page goes first where processors are few: jobs take what is left of them."""
WITHOUT_DATABASE = frozenset({"collectstatic", "help", "diffsettings"})


def main(arguments: list[str]) -> None:
    """Run one of Django's commands with the role it needs."""
    command = arguments[0] if arguments else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ansinh.config.settings")
    if command in WITHOUT_DATABASE:
        _execute(arguments)
        return
    with embedded.needed():
        if command in OWNER_COMMANDS:
            os.environ[environment.DB_AS_OWNER.name] = "1"
            schema.prepare(app_password=embedded.app_password())
        if command == "migrate":
            _migrate(arguments)
        else:
            if command in IN_THE_BACKGROUND:
                os.nice(10)
            _execute(arguments)


def _migrate(arguments: list[str]) -> None:
    import django

    django.setup()
    gc.freeze()  # what is loaded stays to the end: seeking garbage in it after every few rendered models took an eighth of the time
    with schema.alone():
        _execute(arguments)
        _execute(["createcachetable", "--verbosity", "0"])
        schema.finish()


def _execute(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
