"""What every page knows about the site: its name, its owner, where one can go, how the visitor wants to read."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from ipservice.accounts.models import User
from ipservice.portal.navigation import OUTLET, PERSON, PORTAL, PUBLIC, Entry, Menu, entries

DISPLAY_COOKIE = "display"
DISPLAY_MODES = ("elder", "contrast")


@dataclass(frozen=True, slots=True)
class Site:
    """Read by the base templates as ``portal``. Everything that costs a query is asked only when it is shown."""

    request: HttpRequest

    @property
    def display_modes(self) -> list[str]:
        chosen = self.request.COOKIES.get(DISPLAY_COOKIE, "").split("-")
        return [mode for mode in DISPLAY_MODES if mode in chosen]

    @property
    def display_classes(self) -> str:
        return " ".join(self.display_modes)

    @property
    def is_elder(self) -> bool:
        return "elder" in self.display_modes

    @property
    def is_contrast(self) -> bool:
        return "contrast" in self.display_modes

    @property
    def is_demo(self) -> bool:
        """Demonstration data always brings demonstration people, so one look at the accounts is enough.

        A view that has asked already leaves the answer on the request.
        """
        known = getattr(self.request, "holds_demo_data", None)
        return User.objects.filter(is_demo=True).exists() if known is None else known

    @property
    def sign_up_is_open(self) -> bool:
        return settings.PUBLIC_SIGN_UP

    @property
    def sign_up_days(self) -> int:
        return settings.SIGN_UP_DAYS

    @property
    def public_navigation(self) -> tuple[Entry, ...]:
        return entries(PUBLIC, self.request.path)

    @property
    def portal_navigation(self) -> tuple[Entry, ...]:
        return entries(self._menu, self.request.path)

    @property
    def _menu(self) -> Menu:
        if self.is_at_outlet:
            return OUTLET
        return PORTAL if getattr(self.request.user, "acts_for_agency", False) else PERSON

    @property
    def is_at_outlet(self) -> bool:
        return getattr(self.request.user, "serves_at_outlet", False)

    @property
    def workplace(self) -> str:
        if self.is_at_outlet:
            return "网点工作台"
        return "机构工作台" if getattr(self.request.user, "acts_for_agency", False) else "我的事项"

    def __getattr__(self, name: str) -> str:
        """Name, host unit, contact and the numbers in the footer, from settings.SITE."""
        try:
            return settings.SITE[name]
        except KeyError:
            raise AttributeError(name) from None


def portal(request: HttpRequest) -> dict[str, Site]:
    return {"portal": Site(request)}
