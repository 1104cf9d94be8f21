"""One column says what an identity may hold once, and one index keeps it: half the work of two."""

from __future__ import annotations

import django.db.models.functions.comparison
from django.db import migrations, models

HOLDER = """
DROP FUNCTION registry_match(text, text[]);
CREATE OR REPLACE FUNCTION registry_holder(of_identity text, of_programme text, of_policy text, of_group text)
RETURNS TABLE (claim uuid, policy text, province text, district text, commune text)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT d.claim, d.policy, d.province, d.district, d.commune FROM registry_draw d
    WHERE d.identity = of_identity AND d.programme = of_programme AND d.slot = coalesce(nullif(of_group, ''), of_policy) AND d.released_at IS NULL
$$;
"""


class Migration(migrations.Migration):
    """The register of draws, slimmer."""

    dependencies = [
        ("registry", "0002_guards"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="draw",
            name="draw_policy_once",
        ),
        migrations.RemoveConstraint(
            model_name="draw",
            name="draw_group_once",
        ),
        migrations.AddField(
            model_name="draw",
            name="slot",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    django.db.models.functions.comparison.NullIf("exclusive_group", models.Value("")), "policy"
                ),
                help_text="what one identity may hold once: the exclusive group, or the policy itself where it is in none",
                output_field=models.CharField(max_length=20),
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at__isnull", True)), fields=("identity", "programme", "slot"), name="draw_slot_once"
            ),
        ),
        migrations.RunSQL(HOLDER, migrations.RunSQL.noop),
    ]
