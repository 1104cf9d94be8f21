"""The key of a name as one expression, which the database writes into each statement instead of calling a function for each row."""

from __future__ import annotations

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION registry_name_key(folded text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- given name first, then family and middle names; y as i. The same key as `ansinh.policy.matching.search_key` makes
    SELECT translate(rtrim(split_part(folded, ' ', -1) || ' ' || left(folded, length(folded) - length(split_part(folded, ' ', -1)))), 'y', 'i')
$$;
"""


class Migration(migrations.Migration):
    """The same key, cheaper."""

    dependencies = [("registry", "0007_search_by_index_alone")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
