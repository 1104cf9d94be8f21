"""Where people are registered and live, behind the wall of their place; banks by code and holders of accounts."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

GUARDS = """
SELECT ansinh_secure('registry_residence');

CREATE FUNCTION registry_residence_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.address = '' AND NEW.evidence = '#' AND (to_jsonb(OLD) - '{address,evidence}'::text[]) = (to_jsonb(NEW) - '{address,evidence}'::text[]) THEN
        RETURN NEW;  -- its period of keeping is over: the commune and the days stay, the house goes
    END IF;
    IF (to_jsonb(OLD) - 'held') <> (to_jsonb(NEW) - 'held') OR lower(OLD.held) <> lower(NEW.held) OR upper(OLD.held) IS NOT NULL THEN
        RAISE EXCEPTION 'residence % stands as it was entered', OLD.id USING ERRCODE = 'integrity_constraint_violation', HINT = 'a move ends it, once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON registry_residence FOR EACH ROW EXECUTE FUNCTION registry_residence_stands();
CREATE TRIGGER stands_kept BEFORE DELETE ON registry_residence FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
"""


class Migration(migrations.Migration):
    """A table, and columns of accounts."""

    dependencies = [
        ("offices", "0004_absence"),
        ("registry", "0013_entries_removed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Residence",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("registered", "Nơi đăng ký thường trú, tạm trú"), ("actual", "Nơi đang ở")], max_length=10)),
                ("address", models.CharField(blank=True, help_text="house, hamlet", max_length=200)),
                ("held", django.contrib.postgres.fields.ranges.DateRangeField(help_text="from, inclusive; to, exclusive or open")),
                (
                    "source",
                    models.CharField(
                        choices=[("paper", "Giấy tờ đã xem"), ("self", "Người dân khai"), ("list", "Danh sách"), ("register", "Cơ sở dữ liệu")], max_length=8
                    ),
                ),
                ("evidence", models.CharField(help_text="which paper, list or register was looked at", max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="residences", to="registry.person")),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        help_text="the commune on the map of its first day; mergers are followed from there",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.place",
                    ),
                ),
                ("recorded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("person", "="), ("kind", "="), ("held", "&&")], name="residence_one_at_a_time"
                    ),
                    models.CheckConstraint(condition=models.Q(("evidence", ""), _negated=True), name="residence_has_evidence"),
                    models.CheckConstraint(condition=models.Q(("held__isempty", False)), name="residence_holds_some_day"),
                ],
            },
        ),
        migrations.AddField(
            model_name="identifier",
            name="authority",
            field=models.CharField(blank=True, help_text="by which paper she is paid to another's account", max_length=200),
        ),
        migrations.AddField(
            model_name="identifier",
            name="bank_code",
            field=models.CharField(blank=True, help_text="of the bank at the national payment switch", max_length=6),
        ),
        migrations.AddField(
            model_name="identifier",
            name="holder_name",
            field=models.CharField(blank=True, help_text="whose account it is, as the bank prints it", max_length=100),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("authority", ""), ("bank_code", ""), ("holder_name", "")), ("kind", "account"), _connector="OR"),
                name="only_accounts_have_holders",
            ),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
