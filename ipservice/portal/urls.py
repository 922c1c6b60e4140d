"""Addresses of the site itself."""

from django.urls import path

from ipservice.portal import portal, public

urlpatterns = [
    path("", public.home, name="home"),
    path("search/", public.search, name="search"),
    path("display/", public.display, name="display"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("portal/", portal.home, name="portal-home"),
    path("portal/acting/", portal.act_for, name="portal-acting"),
    path("account/", portal.account, name="account"),
]
