"""A claim may be an employer's, known by its tax code."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_stop"),
    ]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="id_kind",
            field=models.CharField(blank=True, choices=[("cccd", "CCCD"), ("cmnd", "CMND"), ("tax", "MST")], max_length=4),
        ),
    ]
