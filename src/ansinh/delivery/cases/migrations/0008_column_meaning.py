"""What an office said that the headings of its lists mean."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """A table of its own, behind the wall of its place."""

    dependencies = [
        ("cases", "0007_asking_and_escalation"),
        ("offices", "0004_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ColumnMeaning",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("words", models.CharField(help_text="the column's headings from top to bottom, in lower case without marks", max_length=200)),
                ("meaning", models.CharField(help_text="a meaning of the list reader, or `unread`", max_length=30)),
                ("told_at", models.DateTimeField()),
                ("office", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="offices.office")),
                ("told_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("office", "words"), name="column_meaning_once")]},
        ),
        migrations.RunSQL("SELECT ansinh_secure('cases_columnmeaning')", migrations.RunSQL.noop),
    ]
