"""What campaigns know: campaigns and who takes part, what was done for whom, what problems enterprises have."""

from publicservice.campaigns.models.campaigns import Campaign, CampaignAgency
from publicservice.campaigns.models.services import CampaignBooking, GivenHelp, Problem

__all__ = ["Campaign", "CampaignAgency", "CampaignBooking", "GivenHelp", "Problem"]
