"""What runs for each row finds what it asks by an index: a plan made while a table was empty would read it whole for every row of a large list."""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = (
    "cases_claim_moves",
    "cases_held_stays",
    "cases_note_of_its_dossier",
    "cases_one_task",
    "cases_plan_document_follows",
    "cases_revision_whole",
    "cases_signing_wait_stands",
    "cases_within_limit",
)


class Migration(migrations.Migration):
    """A setting of functions."""

    dependencies = [("cases", "0042_late_by_province")]
    operations = [migrations.RunSQL([f"ALTER FUNCTION {name} SET enable_seqscan = off" for name in FUNCTIONS], migrations.RunSQL.noop)]
