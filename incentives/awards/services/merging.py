"""Award lines and figure checks when two records of one agency are merged."""

from agencies.registry.services import children
from incentives.awards.models import AwardLine, FigureCheck

DECIDED = "已形成的名单和核对记录不因合并改动"


def register_children() -> None:
    """What was decided or checked about a record stays with it: nothing that has been on notice is amended."""
    for model in (AwardLine, FigureCheck):
        children.register(children.Child(model, "agency", stays=DECIDED))
