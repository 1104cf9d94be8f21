"""The limiter's table: unlogged, since a crash may forget who asked how often."""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE UNLOGGED TABLE web_limit (
    key bytea PRIMARY KEY,
    full_at timestamptz NOT NULL
);
COMMENT ON COLUMN web_limit.key IS 'hash of who asks for what, so that no address of a person is kept';
COMMENT ON COLUMN web_limit.full_at IS 'when the allowance will be whole again';
CREATE INDEX web_limit_by_age ON web_limit (full_at);
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ansinh_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON web_limit TO ansinh_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    """One table, one statement to use it (`limits.py`)."""

    operations = [migrations.RunSQL(SQL, "DROP TABLE web_limit")]
