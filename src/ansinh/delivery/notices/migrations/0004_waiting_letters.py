"""Letters that wait are found by their place."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [
        ("notices", "0003_printed_letters"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="printed_in",
            field=models.UUIDField(help_text="the file of slips or letters that it was printed in", null=True),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("channel", "letter"), ("state", "queued")), fields=["province", "district", "commune", "id"], name="letter_waiting"
            ),
        ),
    ]
