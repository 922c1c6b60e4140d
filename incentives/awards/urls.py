"""Addresses of the award: public lists, the agencies' pages, letters."""

from django.urls import path, re_path

from incentives.awards import public
from incentives.awards.portal import papers, years

urlpatterns = [
    path("awards/", public.years, name="awards_public"),
    path("awards/<int:year>/", public.year_list, name="awards_public_year"),
    path("awards/<int:year>/<str:code>/", public.line_page, name="award_public_line"),
    path("portal/awards/", years.my_years, name="my_awards"),
    path("portal/awards/<int:year>/", years.my_year, name="my_award"),
    path("portal/awards/checks/<int:check_id>/confirm/", years.confirm, name="my_award_confirm"),
    path("portal/awards/checks/<int:check_id>/contest/", years.contest, name="my_award_contest"),
    re_path(r"^portal/awards/letters/(?P<line_id>\d{1,18})\.(?P<form>pdf|docx)$", papers.letter, name="award_letter"),
    path("portal/account/", papers.account, name="payee_account"),
]
