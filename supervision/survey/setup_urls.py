"""Addresses of years, forms, posts and the questionnaire's editors."""

from django.urls import path

from supervision.survey.admin import editing, posts, questionnaire, setup

WHOLE = "admin/survey/<int:year>/questionnaire/"
urlpatterns = [
    path("admin/survey/", setup.listed, name="survey_admin"),
    path("admin/survey/new/", setup.create, name="survey_new"),
    path("admin/survey/forms/", setup.forms, name="survey_forms"),
    path("admin/survey/posts/", posts.listed, name="survey_posts"),
    path("admin/survey/posts/<int:post_id>/end/", posts.end, name="survey_post_end"),
    path("admin/survey/<int:year>/setup/", setup.setup, name="survey_setup"),
    path("admin/survey/<int:year>/open/", setup.open_year, name="survey_open"),
    path("admin/survey/<int:year>/close/", setup.close, name="survey_close"),
    path(WHOLE, questionnaire.show, name="survey_questionnaire"),
    path(f"{WHOLE}export/", questionnaire.export, name="survey_questionnaire_export"),
    path(f"{WHOLE}import/", questionnaire.take_in, name="survey_questionnaire_import"),
    path(f"{WHOLE}difference/", questionnaire.difference, name="survey_difference"),
    path(f"{WHOLE}preview/<slug:code>/", questionnaire.preview, name="survey_preview"),
    path(f"{WHOLE}sections/new/", editing.section, name="survey_section_new"),
    path(f"{WHOLE}sections/<slug:code>/", editing.section, name="survey_section_edit"),
    path(f"{WHOLE}items/<slug:section>/new/", editing.item, name="survey_item_new"),
    path(f"{WHOLE}items/<slug:section>/<slug:code>/", editing.item, name="survey_item_edit"),
    path(f"{WHOLE}checks/new/", editing.check, name="survey_check_new"),
    path(f"{WHOLE}checks/<slug:code>/", editing.check, name="survey_check_edit"),
    path(f"{WHOLE}<slug:kind>/<slug:code>/change/", editing.change, name="survey_part_change"),
]
