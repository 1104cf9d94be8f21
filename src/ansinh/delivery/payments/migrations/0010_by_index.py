"""What runs for each row finds what it asks by an index: a plan made while a table was empty would read it whole for every row of a large list."""

from __future__ import annotations

from django.db import migrations, models

FUNCTIONS = ("payments_demand_refunds", "payments_follow_revision", "payments_part_fits", "payments_recovered_whole", "payments_taken_back")


class Migration(migrations.Migration):
    """A setting of functions, and the index of what the ledger holds of a recovery."""

    dependencies = [("payments", "0009_money_climbs")]
    operations = [
        migrations.RunSQL([f"ALTER FUNCTION {name} SET enable_seqscan = off" for name in FUNCTIONS], migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="entry", index=models.Index(condition=models.Q(("recovery__isnull", False)), fields=["recovery"], name="entry_by_recovery")
        ),
    ]
