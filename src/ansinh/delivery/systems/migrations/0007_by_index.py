"""What runs for each row finds what it asks by an index: a plan made while a table was empty would read it whole for every row of a large list."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = ("systems_dossier_moved", "systems_tell")


class Migration(migrations.Migration):
    """A setting of functions."""

    dependencies = [("systems", "0006_looks")]
    operations = [migrations.RunSQL([f"ALTER FUNCTION {name} SET enable_seqscan = off" for name in FUNCTIONS], migrations.RunSQL.noop)]
