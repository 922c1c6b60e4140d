"""What the campaigns offer to the shared ground; called when the app is ready."""

from agencies.registry.services import children
from ipservice.demo import parts
from ipservice.figures import registry as figures
from ipservice.portal import work
from ipservice.privacy.registry import declare_impersonal
from publicservice.campaigns.figures import ENTERPRISES, SERVICES
from publicservice.campaigns.models import CampaignAgency, GivenHelp


def register() -> None:
    parts.register(parts.Part("惠企行动", place=75, load="publicservice.campaigns.demo.load"))
    for figure in (ENTERPRISES, SERVICES):
        figures.register(figure)
    children.register(children.Child(CampaignAgency, "agency", key=("campaign",)))
    children.register(children.Child(GivenHelp, "agency", key=("campaign", "kind", "served_on", "credit_code")))
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
