"""How the people of a list came; a file that no officer sent."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_column_meaning"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="channel",
            field=models.CharField(default="list", help_text="how its people came: list, or the channel of the filings gathered in it, several", max_length=10),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="kept_by",
            field=models.ForeignKey(
                help_text="empty where no officer sent it: somebody filed it herself",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="kind",
            field=models.CharField(help_text="list, filing, faults, decision, annex, pain001, post_list, cash_list, statement", max_length=20),
        ),
    ]
