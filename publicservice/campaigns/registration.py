"""What the campaigns offer to the shared ground; called when the app is ready."""

from ipservice.demo import parts
from ipservice.figures import registry as figures
from ipservice.portal import work
from ipservice.privacy.registry import declare_impersonal
from publicservice.campaigns.figures import ENTERPRISES, SERVICES


def register() -> None:
    parts.register(parts.Part("惠企行动", place=75, load="publicservice.campaigns.demo.load"))
    for figure in (ENTERPRISES, SERVICES):
        figures.register(figure)
    for label in ("publicservice.GivenHelp", "publicservice.Problem"):
        declare_impersonal(label, "企业名称", "enterprise_name")
    work.announce(
        work.WorkPage(
            work.Job.NETWORK,
            "惠企行动",
            "/admin/campaigns/",
            icon="campaign",
            order=50,
            allowed=lambda user: user.is_official,
        )
    )
