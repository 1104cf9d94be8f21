"""What runs for each row finds what it asks by an index: a plan made while a table was empty would read it whole for every row of a large list."""

from __future__ import annotations

from django.db import migrations

SQL = """
ALTER FUNCTION notices_unreachable SET enable_seqscan = off;

CREATE OR REPLACE FUNCTION notices_find_way() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    way text := notices_channel(NEW.channel, NEW.address);
BEGIN
    IF way = 'letter' THEN
        NEW.fault := 'no way left';
        NEW.state := 'failed';
        NEW.ended_at := NEW.made_at;
    ELSE
        NEW.channel := way;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """A setting of a function; the way of a notice is asked once."""

    dependencies = [("notices", "0006_ways")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
