"""A search that tells the year runs along the names of that year alone: over the whole nation a given name has a hundred thousand people, a year of it two thousand."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more index; on a register in use it is made beforehand, concurrently, under this name."""

    dependencies = [("registry", "0011_looks_by_time")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS person_by_year ON registry_person (birth_year, name_key, province, district, commune) INCLUDE (id)",
            "DROP INDEX person_by_year",
            state_operations=[
                migrations.AddIndex(
                    model_name="person",
                    index=models.Index(fields=["birth_year", "name_key", "province", "district", "commune"], include=["id"], name="person_by_year"),
                )
            ],
        ),
    ]
