"""Addresses of the survey: the agencies' own pages and the officials'."""

from django.urls import path

from supervision.survey import review_urls, setup_urls, workbook_urls
from supervision.survey.portal import overview, questions, sections, sending

# The part of the questionnaire stands last: its code is any word.
AGENCIES = [
    path("portal/survey/", overview.years, name="survey_years"),
    path("portal/survey/<int:year>/", overview.overview, name="survey_overview"),
    path("portal/survey/<int:year>/check/", sending.check, name="survey_check"),
    path("portal/survey/<int:year>/submit/", sending.submit, name="survey_submit"),
    path("portal/survey/<int:year>/done/", sending.done, name="survey_done"),
    path("portal/survey/<int:year>/history/", sending.history, name="survey_history"),
    path("portal/survey/<int:year>/questions/", questions.questions, name="survey_questions"),
    path("portal/survey/<int:year>/<slug:code>/", sections.section, name="survey_section"),
]

urlpatterns = [*workbook_urls.urlpatterns, *AGENCIES, *setup_urls.urlpatterns, *review_urls.urlpatterns]
