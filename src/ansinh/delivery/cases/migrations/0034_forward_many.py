"""Dossiers are handed on many at once, too."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more choice; no column changes."""

    dependencies = [
        ("cases", "0033_posting_days"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bulkact",
            name="action",
            field=models.CharField(choices=[("approve", "Phê duyệt"), ("return", "Trả lại"), ("forward", "Chuyển bước sau")], max_length=7),
        ),
        migrations.AlterField(
            model_name="bulkact",
            name="claims",
            field=models.IntegerField(help_text="people in them who are approved, go on or go back"),
        ),
    ]
