"""Facts that an office attests for a whole list."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, quick to add: its default is constant."""

    dependencies = [("cases", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="upload",
            name="attested",
            field=models.JSONField(default=dict, help_text="facts that the office attests for every row that does not tell them itself"),
        ),
    ]
