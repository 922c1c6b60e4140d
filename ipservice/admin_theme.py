"""How the officials' admin (django-unfold) looks and what its sidebar offers."""

from django.templatetags.static import static

STYLESHEETS = ("tokens", "pieces", "forms", "tables", "work")
BLUE = {
    "50": "#eef5fb",
    "100": "#e0ecf7",
    "200": "#c3daef",
    "300": "#96bfe3",
    "400": "#5f9bd1",
    "500": "#2f75b5",
    "600": "#14508c",
    "700": "#104375",
    "800": "#0d3a68",
    "900": "#0a2f55",
    "950": "#071f3a",
}
SLATE = {
    "50": "#f4f6f9",
    "100": "#e9edf2",
    "200": "#d5dbe3",
    "300": "#b9c2cd",
    "400": "#7d8896",
    "500": "#596575",
    "600": "#4a5564",
    "700": "#3a4452",
    "800": "#2a3340",
    "900": "#1b2430",
    "950": "#11171f",
}

UNFOLD = {
    "SITE_TITLE": "知识产权服务业管理后台",
    "SITE_HEADER": "知识产权服务业",
    "SITE_SUBHEADER": "管理后台",
    "SITE_URL": "/",
    "SITE_SYMBOL": "balance",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    "COLORS": {"base": SLATE, "primary": BLUE},
    "STYLES": [lambda request, name=name: static(f"css/{name}.css") for name in STYLESHEETS],
    "SCRIPTS": [lambda request: static("js/work.js")],
    "DASHBOARD_CALLBACK": "ipservice.portal.dashboard.fill",
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": "ipservice.portal.work.navigation"},
}
