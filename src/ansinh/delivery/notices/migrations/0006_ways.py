"""Walls of handovers and of what could not be said; an address that nobody reads is not written to again."""

from __future__ import annotations

from django.db import migrations

SQL = """
SELECT ansinh_secure(t) FROM unnest(ARRAY['notices_handover', 'notices_undelivered']::regclass[]) AS t;
SELECT ansinh_only_add('notices_handover');

CREATE FUNCTION notices_unreachable(of_channel text, of_address text) RETURNS boolean
LANGUAGE plpgsql STABLE SET ansinh.level = 'national' AS $$
BEGIN
    RETURN EXISTS (SELECT FROM notices_notice b WHERE b.state = 'bounced' AND b.address = of_address AND b.channel = of_channel);
END $$;

CREATE FUNCTION notices_channel(of_channel text, of_address text) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    next_channel text;
BEGIN
    FOREACH next_channel IN ARRAY CASE of_channel WHEN 'email' THEN ARRAY['email'] WHEN 'zalo' THEN ARRAY['zalo', 'sms'] ELSE ARRAY['sms', 'zalo'] END LOOP
        IF NOT notices_unreachable(next_channel, of_address) THEN
            RETURN next_channel;
        END IF;
    END LOOP;
    RETURN 'letter';
END $$;

CREATE FUNCTION notices_find_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF notices_channel(NEW.channel, NEW.address) = 'letter' THEN
        NEW.fault := 'no way left';
        NEW.state := 'failed';
        NEW.ended_at := NEW.made_at;
    ELSE
        NEW.channel := notices_channel(NEW.channel, NEW.address);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER find_way BEFORE INSERT ON notices_notice FOR EACH ROW
    WHEN (NEW.state = 'queued' AND NEW.channel <> 'letter') EXECUTE FUNCTION notices_find_way();
"""


class Migration(migrations.Migration):
    """Walls, and the way of a notice."""

    dependencies = [("notices", "0005_providers")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
