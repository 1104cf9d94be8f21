"""Answers kept while somebody fills in a form, behind a wall of their own: the code opens one, the sweep sees only those whose time is over."""

from __future__ import annotations

from django.db import migrations, models

import ansinh.delivery.offices.keys

WALL = """
ALTER TABLE intake_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY held ON intake_draft USING (
    code_sha256 = current_setting('ansinh.draft', true) OR (current_setting('ansinh.draft', true) = 'old' AND expires_at <= clock_timestamp()));
"""


class Migration(migrations.Migration):
    """A table of its own; no row of a case."""

    dependencies = [("intake", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("code_sha256", models.CharField(help_text="of the code she holds; the code itself is kept nowhere", max_length=64, unique=True)),
                ("body", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(condition=models.Q(("body", {}), _negated=True), fields=["expires_at"], name="draft_to_empty")]},
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
