"""Numbers side by side, two identities known to be one person, who looked at whom, and the key that searches run along."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import ansinh.delivery.offices.keys

NAME_KEY = """
CREATE FUNCTION registry_name_key(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- given name first, then family and middle names; y as i. The same key as `ansinh.policy.matching.search_key` makes
    SELECT rtrim(split_part(k.name, ' ', -1) || ' ' || left(k.name, length(k.name) - length(split_part(k.name, ' ', -1))))
    FROM (SELECT translate(folded, 'y', 'i') AS name) k
$$;
"""

HOLDERS = """
SELECT set_config('ansinh.level', 'national', true);  -- row security binds the owner too
UPDATE registry_draw SET holder = identity;
SELECT set_config('ansinh.level', '', true);
"""

GUARDS = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['registry_identifier', 'registry_identitylink', 'registry_access']::regclass[]) AS t;
SELECT ansinh_only_add('registry_access');
CREATE TRIGGER identifier_kept BEFORE DELETE ON registry_identifier FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();
CREATE TRIGGER identity_link_kept BEFORE DELETE ON registry_identitylink FOR EACH ROW EXECUTE FUNCTION ansinh_refuse();

CREATE FUNCTION registry_no_chain() RETURNS trigger LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
BEGIN
    -- whoever links either of the two at the same moment waits here
    PERFORM pg_advisory_xact_lock(hashtextextended(k, 68)) FROM (SELECT unnest(ARRAY[least(NEW.identity, NEW.holder), greatest(NEW.identity, NEW.holder)]) AS k) two;
    IF EXISTS (SELECT FROM registry_identitylink l WHERE l.undone_at IS NULL AND (l.identity = NEW.holder OR l.holder = NEW.identity)) THEN
        RAISE EXCEPTION 'identity % is linked already; a link counts as one other, never along a chain', NEW.identity
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'undo the other link first';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_chain BEFORE INSERT ON registry_identitylink FOR EACH ROW EXECUTE FUNCTION registry_no_chain();

CREATE FUNCTION registry_link_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'link % stands as it was made; it can only be undone, once', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER stands BEFORE UPDATE ON registry_identitylink FOR EACH ROW
    WHEN (OLD.undone_at IS NOT NULL OR NEW.identity <> OLD.identity OR NEW.holder <> OLD.holder OR NEW.evidence <> OLD.evidence OR NEW.reason <> OLD.reason)
    EXECUTE FUNCTION registry_link_stands();

CREATE FUNCTION registry_holders_of(identities text[]) RETURNS TABLE (identity text, holder text)
LANGUAGE sql STABLE ROWS 10 SET ansinh.level = 'national' AS $$
    -- only those that count as another: nearly nobody
    SELECT l.identity, l.holder FROM registry_identitylink l WHERE l.identity = ANY (identities) AND l.undone_at IS NULL
$$;

CREATE OR REPLACE FUNCTION registry_holder(of_identity text, of_programme text, of_policy text, of_group text)
RETURNS TABLE (claim uuid, policy text, province text, district text, commune text)
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT d.claim, d.policy, d.province, d.district, d.commune FROM registry_draw d
    WHERE d.holder = coalesce((SELECT l.holder FROM registry_identitylink l WHERE l.identity = of_identity AND l.undone_at IS NULL), of_identity)
      AND d.programme = of_programme AND d.slot = coalesce(nullif(of_group, ''), of_policy) AND d.released_at IS NULL
$$;

CREATE FUNCTION registry_draws_everywhere(holders text[]) RETURNS SETOF registry_draw
LANGUAGE sql STABLE SET ansinh.level = 'national' AS $$
    SELECT d.* FROM registry_draw d WHERE d.holder = ANY (holders) AND d.released_at IS NULL
$$;

CREATE FUNCTION registry_draws_of(holders text[]) RETURNS TABLE (claim uuid, holder text, programme text, slot text, held_at timestamptz, seen boolean)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    asked text := current_setting('ansinh.level', true);
BEGIN
    -- keys and order only; whether the asking scope sees the draw is told with the scope as it was
    RETURN QUERY SELECT d.claim, d.holder::text, d.programme::text, d.slot::text, d.held_at,
        asked = 'national' OR current_setting('ansinh.place', true) = CASE asked WHEN 'province' THEN d.province WHEN 'district' THEN d.district WHEN 'commune' THEN d.commune END
    FROM registry_draws_everywhere(holders) d;
END $$;

CREATE FUNCTION registry_move_draws(claims uuid[], to_holder text) RETURNS integer
LANGUAGE plpgsql SET ansinh.level = 'national' AS $$
DECLARE
    moved integer;
BEGIN
    UPDATE registry_draw SET holder = to_holder WHERE claim = ANY (claims) AND released_at IS NULL AND holder <> to_holder;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;
"""


class Migration(migrations.Migration):
    """The registry, where a person exists once."""

    dependencies = [
        ("registry", "0003_slot"),
        ("offices", "0003_references"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(NAME_KEY, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Access",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(choices=[("search", "Tìm"), ("view", "Xem, đã che"), ("open", "Xem đầy đủ")], max_length=6)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("intake", "Tiếp nhận, lập danh sách"),
                            ("verify", "Xác minh, đối chiếu"),
                            ("answer", "Trả lời người dân"),
                            ("grievance", "Giải quyết khiếu nại"),
                            ("supervise", "Giám sát"),
                        ],
                        max_length=9,
                    ),
                ),
                ("text", models.CharField(blank=True, help_text="what was searched for, or why a person was opened", max_length=200)),
                ("person", models.UUIDField(null=True)),
                ("found", models.IntegerField(default=0)),
                ("officer", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("kind__in", ["search", "open"]), _negated=True), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="access_says_what",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("person__isnull", False)), fields=["person", "-at"], name="access_by_person"),
                    models.Index(fields=["officer", "-at"], name="access_by_officer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("si", "Mã số BHXH"),
                            ("tax", "Mã số thuế"),
                            ("phone", "Điện thoại"),
                            ("account", "Tài khoản ngân hàng"),
                        ],
                        max_length=7,
                    ),
                ),
                ("value", models.CharField(max_length=34)),
                ("bank_name", models.CharField(blank=True, help_text="of an account only", max_length=100)),
                (
                    "source",
                    models.CharField(
                        choices=[("paper", "Giấy tờ đã xem"), ("self", "Người dân khai"), ("list", "Danh sách"), ("register", "Cơ sở dữ liệu")], max_length=8
                    ),
                ),
                ("evidence", models.CharField(help_text="which paper, list or register was looked at", max_length=200)),
                ("since", models.DateField(help_text="the first day it is known to hold")),
                ("until", models.DateField(help_text="the last day; empty while it holds", null=True)),
                ("ended_because", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="identifiers", to="registry.person")),
                ("recorded_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)), fields=("person", "kind", "value", "bank_name"), name="identifier_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"), name="identifier_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_because", ""), ("until__isnull", True)),
                            models.Q(("until__isnull", False), models.Q(("ended_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="identifier_ends_with_why",
                    ),
                    models.CheckConstraint(condition=models.Q(("evidence", ""), _negated=True), name="identifier_has_evidence"),
                    models.CheckConstraint(condition=models.Q(("bank_name", ""), ("kind", "account"), _connector="OR"), name="only_accounts_have_banks"),
                ],
                "indexes": [
                    models.Index(fields=["kind", "value"], name="identifier_by_value"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityLink",
            fields=[
                ("province", models.CharField(max_length=2)),
                ("district", models.CharField(blank=True, max_length=3)),
                ("commune", models.CharField(blank=True, max_length=5)),
                ("id", models.UUIDField(default=ansinh.delivery.offices.keys.new_key, primary_key=True, serialize=False)),
                ("identity", models.CharField(max_length=140)),
                ("holder", models.CharField(max_length=140)),
                ("evidence", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=200)),
                ("linked_at", models.DateTimeField()),
                (
                    "yielded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, help_text="claims that gave up their draw to an earlier one of the same person", size=None
                    ),
                ),
                (
                    "contested",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, help_text="claims that hold a second draw which nobody here may take from them", size=None
                    ),
                ),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_because", models.CharField(blank=True, max_length=200)),
                ("linked_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("undone_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("undone_at__isnull", True)), fields=("identity",), name="identity_linked_once"),
                    models.CheckConstraint(condition=models.Q(("identity", models.F("holder")), _negated=True), name="identity_linked_to_another"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("evidence", ""), _negated=True), models.Q(("reason", ""), _negated=True)), name="identity_link_has_grounds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_because", ""), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False), models.Q(("undone_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="identity_link_undone_whole",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("undone_at__isnull", True)), fields=["holder"], name="identity_link_by_holder"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="draw",
            name="draw_slot_once",
        ),
        migrations.AddField(
            model_name="draw",
            name="holder",
            field=models.CharField(default="", max_length=140),
            preserve_default=False,
        ),
        migrations.RunSQL(HOLDERS, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="person",
            name="same_as",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="also", to="registry.person"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("same_as__isnull", False)), fields=["same_as"], name="person_also"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at__isnull", True)), fields=("holder", "programme", "slot"), name="draw_slot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(condition=models.Q(("holder", ""), _negated=True), name="draw_has_a_holder"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("same_as__isnull", True), models.Q(("same_as", models.F("id")), _negated=True), _connector="OR"),
                name="person_same_as_another",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="birth_year",
            field=models.GeneratedField(
                db_persist=True, expression=django.db.models.functions.datetime.ExtractYear("date_of_birth"), output_field=models.SmallIntegerField(null=True)
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="name_key",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("folded_name"), function="registry_name_key"),
                help_text="given name first, y as i: what a search runs along",
                output_field=models.CharField(db_collation="C", max_length=101),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["province", "name_key", "birth_year", "district", "commune"], name="person_by_name"),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
