"""What runs for each row finds what it asks by an index: a plan made while a table was empty would read it whole for every row of a large list."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = ("notices_unreachable",)


class Migration(migrations.Migration):
    """A setting of a function."""

    dependencies = [("notices", "0006_ways")]
    operations = [migrations.RunSQL([f"ALTER FUNCTION {name} SET enable_seqscan = off" for name in FUNCTIONS], migrations.RunSQL.noop)]
