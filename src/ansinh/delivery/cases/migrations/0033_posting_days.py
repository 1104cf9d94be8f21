"""Until when a list is posted, and the wall that lets no step end before."""

from __future__ import annotations

from django.db import migrations, models

WALL = """
CREATE FUNCTION cases_posting_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the list of dossier % is posted until %', NEW.dossier_id, NEW.posted_until USING ERRCODE = 'integrity_constraint_violation',
        HINT = 'the list goes on when its days of posting are over';
END $$;
CREATE TRIGGER posting_over BEFORE UPDATE OF outcome ON cases_task FOR EACH ROW
    WHEN (NEW.outcome = 'forwarded' AND OLD.outcome <> 'forwarded' AND NEW.done_at < NEW.posted_until) EXECUTE FUNCTION cases_posting_over();
"""


class Migration(migrations.Migration):
    """One column, one trigger. Lists posted before are not held: nobody told them until when."""

    dependencies = [("cases", "0032_order_in_parts")]
    operations = [
        migrations.AddField(
            model_name="task",
            name="posted_until",
            field=models.DateTimeField(help_text="when the days of posting are over; before that the step does not end", null=True),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("posted_until__isnull", True), ("posted_on__isnull", False), _connector="OR"), name="task_posted_until_is_posted"
            ),
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
