"""A database role that reads no answer of the survey: statistics law lets answers serve statistics only (clause 6.11).

import-linter keeps the code of credit, awards and inspections from these tables; the role keeps plain SQL from them.
Work that has no business with answers (award computation, exports, reading by other offices) runs under it.
"""

from django.apps import apps
from django.db import connection

ROLE = "office_without_survey"
KEPT_APART = ("supervision.survey.", "supervision.statistics.")
# Which version of a year is published, and who handles the survey, is no answer of anybody; pages ask it first.
OPEN = frozenset({"supervision_statisticsrun", "supervision_surveypost"})
RIGHTS = "SELECT, INSERT, UPDATE, DELETE"


def tables_kept_apart() -> frozenset[str]:
    """Every table of the survey and of the statistics made from it, histories and links included."""
    apart = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(KEPT_APART)
        or (model._meta.auto_created and model._meta.auto_created.__module__.startswith(KEPT_APART))
    }
    return frozenset(apart - OPEN)


def statements(role: str = ROLE) -> list[str]:
    """What makes the role and gives it its rights anew; run after every upgrade, for new tables have none."""
    apart = tables_kept_apart()
    quoted = connection.ops.quote_name
    name = quoted(role)
    open_to_it = [table for table in sorted(connection.introspection.table_names()) if table not in apart]
    return [
        f"DO $$ BEGIN CREATE ROLE {name} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"GRANT {RIGHTS} ON {quoted(table)} TO {name}" for table in open_to_it),
    ]
