"""The sums of a province are found by it when they are counted again."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index on each of the two tables of sums."""

    dependencies = [("reports", "0006_card_by_speaker")]

    operations = [
        migrations.AddIndex(model_name="workday", index=models.Index(fields=["province"], name="work_day_by_province")),
        migrations.AddIndex(model_name="worklength", index=models.Index(fields=["province"], name="work_length_by_province")),
    ]
