"""What the half-hour circle offers to the shared ground; called when the app is ready."""

from ipservice.demo import parts
from ipservice.figures import registry as figures
from ipservice.intake import feeds
from ipservice.jobs import registry as jobs
from ipservice.portal import work
from ipservice.procedure import kinds
from publicservice.booking.services import ways
from publicservice.coverage.feeds import BRIDGES, CANDIDATES, DEMAND
from publicservice.coverage.figures import FIGURES
from publicservice.coverage.rules import parameters
from publicservice.coverage.services import between, siting


def register() -> None:
    for feed in (DEMAND, CANDIDATES, BRIDGES):
        feeds.register(feed)
    for figure in FIGURES:
        figures.register(figure)
    jobs.register(siting.job_kind())
    ways.register(between.between)
    kinds.register_rules(
        kinds.RuleKind(
            parameters.KIND,
            "半小时服务圈出行模型",
            check=parameters.problems,
            labels=parameters.LABELS,
            show=parameters.in_words,
        )
    )
    parts.register(parts.Part("服务圈人口点", place=65, load="publicservice.coverage.demo.load"))
    pages = (
        ("半小时服务圈", "/admin/coverage/", "my_location", lambda user: user.is_official),
        ("选址计算", "/admin/coverage/siting/", "add_location", lambda user: user.is_city_official),
        ("布点方案", "/admin/coverage/scenarios/", "alt_route", lambda user: user.is_city_official),
    )
    for order, (title, path, icon, allowed) in enumerate(pages, start=40):
        work.announce(work.WorkPage(work.Job.NETWORK, title, path, icon=icon, order=order, allowed=allowed))
