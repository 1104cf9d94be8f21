"""Of filings gathered in a list the earliest day."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_refusal_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="filed_on",
            field=models.DateField(help_text="of filings gathered in it the earliest day: the clock of the first step runs from there", null=True),
        ),
    ]
