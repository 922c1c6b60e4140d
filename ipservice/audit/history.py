"""Row history by database trigger: bulk writes and plain SQL leave their trace like everybody else."""

from collections.abc import Callable

import pghistory
from django.db import models

SQL_ACTOR = "sql"


def tracked(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Keep every state of every row of a model: inserted, changed, deleted, with who and where from.

    The actor is the signed-in user of the request or the one a job acts for; a write that comes from neither is
    shown as ``sql``. ``exclude`` names fields that say nothing to a reader (derived columns, search keys).
    The events themselves can be neither changed nor deleted.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        context_field=pghistory.ContextJSONField(null=True),
        context_id_field=pghistory.ContextUUIDField(null=True),
        append_only=True,
        meta={"verbose_name": "变更历史", "verbose_name_plural": "变更历史", "ordering": ["pgh_id"]},
    )
