"""`python -m ansinh.doors.cli`: the same as `ansinh`, where no script is installed."""

from __future__ import annotations

from ansinh.doors.cli.main import main

main(prog_name="ansinh")
