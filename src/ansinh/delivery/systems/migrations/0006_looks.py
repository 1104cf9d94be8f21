"""Who a system was answered with stands with the person."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import ansinh.delivery.offices.keys


class Migration(migrations.Migration):
    """One table behind its wall, only ever added to."""

    dependencies = [
        ("systems", "0005_another_owner"),
    ]

    operations = [
        migrations.CreateModel(
            name="SystemLook",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("search", models.UUIDField(help_text="the search, which stands where the system's office is")),
                ("person", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("purpose", models.CharField(max_length=200)),
                ("client", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="systems.apiclient")),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-at"], name="system_look_by_person")],
            },
        ),
        migrations.RunSQL("SELECT ansinh_secure('systems_systemlook'); SELECT ansinh_only_add('systems_systemlook');", migrations.RunSQL.noop),
    ]
