"""What the catalogue offers to the shared ground; called when the app is ready."""

from ipservice.demo import parts
from ipservice.figures import registry
from ipservice.intake import feeds
from ipservice.portal import cards, searching, work
from ipservice.privacy.registry import declare_impersonal
from publicservice.catalogue import figures
from publicservice.catalogue.cards import WAITING, WISHES
from publicservice.catalogue.feeds import CATALOGUE
from publicservice.catalogue.searching import PLACE


def register() -> None:
    parts.register(parts.Part("服务目录", place=62, load="publicservice.catalogue.demo.load"))
    feeds.register(CATALOGUE)
    searching.register(PLACE)
    for figure in figures.FIGURES:
        registry.register(figure)
    cards.home.register(WISHES)
    cards.dashboard.register(WAITING)
    declare_impersonal("publicservice.EntryVersion", "服务热线和网点电话", "phone")
    declare_impersonal("publicservice.ImportedEntry", "服务热线和网点电话", "phone")
    work.announce(
        work.WorkPage(
            work.Job.NETWORK,
            "服务目录",
            "/admin/catalogue/",
            icon="menu_book",
            order=30,
            allowed=lambda user: user.is_official,
        )
    )
