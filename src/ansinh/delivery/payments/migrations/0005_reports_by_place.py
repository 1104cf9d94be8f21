"""Offices of different places may report from the same file, each what is its own."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Statements and their lines are unique in the place that reports them."""

    dependencies = [("payments", "0004_references")]
    operations = [
        migrations.RemoveConstraint(model_name="statement", name="statement_once"),
        migrations.AddConstraint(
            model_name="statement", constraint=models.UniqueConstraint(fields=("province", "district", "commune", "sha256"), name="statement_once_a_place")
        ),
        migrations.RemoveConstraint(model_name="statementline", name="statement_line_once"),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(fields=("province", "district", "commune", "key"), name="statement_line_once_a_place"),
        ),
    ]
