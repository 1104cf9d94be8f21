"""Counts of a page read the few rows that somebody must look at, not the hundred thousand beside them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A small partial index."""

    dependencies = [("cases", "0004_references")]
    operations = [
        migrations.AddIndex(
            model_name="uploadrow",
            index=models.Index(
                condition=models.Q(
                    models.Q(("state", "ready"), _negated=True), models.Q(("problems", []), _negated=True), ("as_read__isnull", False), _connector="OR"
                ),
                fields=["upload", "state"],
                name="upload_row_not_plain",
            ),
        ),
    ]
