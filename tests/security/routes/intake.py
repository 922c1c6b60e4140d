"""Routes of imports: they hold the whole city's data and are the city's."""

import io

from PIL import Image

from ipservice.evidence.models import StoredFile
from ipservice.evidence.services import keep_bytes
from ipservice.intake.models import ImportRun, RunState
from ipservice.intake.services import runs
from tests.security.ground import CITY, Case, World, register

RUN = "admin/intake/runs/<int:run_id>/"


def _file(world: World) -> StoredFile:
    picture = io.BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    return keep_bytes(picture.getvalue(), "名册.png", purpose=runs.PURPOSE, by=world.people["municipal"])


def _run(world: World, state: str = RunState.PREVIEW) -> Case:
    run = ImportRun.objects.create(
        feed="agencies", file=_file(world), state=state, uploaded_by=world.people["municipal"], options={}
    )
    return Case({"run_id": run.pk}, is_thin=True)


register(RUN, seen_by=CITY, methods=("GET",))(_run)
register(f"{RUN}issues/", seen_by=CITY, methods=("GET",))(_run)
register(f"{RUN}correction/", seen_by=("municipal", "reviewer"), methods=("POST",))(_run)
for part in ("answers/", "commit/", "discard/", "read/", "undo/"):
    register(f"{RUN}{part}", seen_by=("municipal", "reviewer"), methods=("POST",))(_run)


@register("files/<int:file_id>/", seen_by=CITY, methods=("GET",))
def stored_file(world: World) -> Case:
    return Case({"file_id": _file(world).pk})
