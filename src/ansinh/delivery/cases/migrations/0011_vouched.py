"""What registers told is kept beside the facts that an answer rests on."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="determination",
            name="vouched",
            field=models.JSONField(
                db_default=models.Value({}, models.JSONField()), default=dict, help_text="facts that a register told: which, from whom, of which day"
            ),
        ),
    ]
