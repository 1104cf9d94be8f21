"""Letters remember the file they were printed in, and the notices of a decision are found by it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column and an index."""

    dependencies = [("notices", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="notice", name="printed_in", field=models.UUIDField(help_text="the file of slips that a letter was printed in", null=True)
        ),
        migrations.AddIndex(model_name="notice", index=models.Index(fields=["occasion", "channel", "state"], name="notice_by_occasion")),
    ]
