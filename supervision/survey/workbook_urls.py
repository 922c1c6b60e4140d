"""Addresses of the questionnaire as a workbook."""

from django.urls import path

from supervision.survey.portal import workbooks

_UPLOAD = "portal/survey/<int:year>/workbook/<int:upload_id>/"

urlpatterns = [
    path("portal/survey/<int:year>/workbook/", workbooks.desk, name="survey_workbook"),
    path("portal/survey/<int:year>/workbook/download/", workbooks.download, name="survey_workbook_download"),
    path(_UPLOAD, workbooks.upload, name="survey_upload"),
    path(f"{_UPLOAD}apply/", workbooks.apply, name="survey_upload_apply"),
    path(f"{_UPLOAD}drop/", workbooks.drop, name="survey_upload_drop"),
]
