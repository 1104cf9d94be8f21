"""That personal data was removed, its time over: rows only ever added, behind the wall of their place."""

from __future__ import annotations

from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """A table of its own."""

    dependencies = [
        ("cases", "0015_filed_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("programme", models.CharField(max_length=20)),
                ("kind", models.CharField(help_text="drafts, lists, contacts or accounts; papers carry their own day", max_length=10)),
                ("subject", models.UUIDField(help_text="the list or dossier")),
                ("rows", models.IntegerField(help_text="how many rows lost something")),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("subject", "kind"), name="erasure_once")],
            },
        ),
        migrations.RunSQL("SELECT ansinh_secure('cases_erasure'); SELECT ansinh_only_add('cases_erasure')", migrations.RunSQL.noop),
    ]
