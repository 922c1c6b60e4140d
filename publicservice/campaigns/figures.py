"""Named figures of campaigns: services and enterprises, by campaign."""

from datetime import date

from ipservice.figures.registry import Chart, Figure, Table, Value
from publicservice.campaigns.models import Campaign
from publicservice.campaigns.services.counting import tallies

SOURCE = "惠企服务行动登记，经办人确认后计入"


def _read(day: date, name: str) -> Table:
    campaigns = list(Campaign.objects.announced().order_by("first_day", "id"))
    counted = tallies(campaigns)
    values = [
        Value((one.title,), count=getattr(counted[one.pk], name), href=f"/campaigns/{one.pk}/") for one in campaigns
    ]
    return Table(values, as_of=day, source=SOURCE)


def _enterprises(day: date) -> Table:
    return _read(day, "enterprises")


def _services(day: date) -> Table:
    return _read(day, "services")


ENTERPRISES = Figure(
    key="campaigns.enterprises",
    title="惠企行动服务企业",
    unit="家",
    clause="措施（五）6",
    definition="每次行动中得到服务的企业，按统一社会信用代码计，一家在一次行动中只计一次。",
    dimensions=("行动",),
    read=_enterprises,
    chart=Chart.BARS,
)
SERVICES = Figure(
    key="campaigns.services",
    title="惠企行动服务次数",
    unit="次",
    clause="措施（五）6",
    definition="每次行动中经办人确认的服务，和在行动下预约并已办结的咨询。",
    dimensions=("行动",),
    read=_services,
    chart=Chart.BARS,
    adds_up=True,
)
