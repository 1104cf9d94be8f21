"""Instructions and entries refer by sets; indexes that another begins with are gone."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

REFER = """
SELECT ansinh_refer('payments_instruction', 'claim_id', 'cases_claim');
SELECT ansinh_refer('payments_instruction', 'decision_id', 'cases_decision');
SELECT ansinh_refer('payments_entry', 'instruction_id', 'payments_instruction');
"""


class Migration(migrations.Migration):
    """References of money."""

    dependencies = [
        ("cases", "0004_references"),
        ("payments", "0003_fund"),
        ("offices", "0003_references"),
    ]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="instruction",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="payments.instruction"
            ),
        ),
        # Dropping the index of a foreign key takes a partial unique one on the same column with it: it is put back by name.
        migrations.RemoveConstraint(model_name="instruction", name="instruction_one_live_a_claim"),
        migrations.AlterField(
            model_name="instruction",
            name="claim",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="instructions", to="cases.claim"
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(condition=models.Q(("state", "failed"), _negated=True), fields=("claim",), name="instruction_one_live_a_claim"),
        ),
        migrations.AlterField(
            model_name="instruction",
            name="decision",
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="instructions", to="cases.decision"),
        ),
        migrations.RunSQL(REFER, migrations.RunSQL.noop),
    ]
