"""The index of names holds the person's key too: a search reads the table only for those it shows."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index, wider."""

    dependencies = [
        ("registry", "0006_resemblances"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="person",
            name="person_by_name",
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["province", "name_key", "birth_year", "district", "commune"], include=("id",), name="person_by_name"),
        ),
    ]
