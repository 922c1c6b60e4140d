"""Addresses of collection and review."""

from django.urls import path

from supervision.survey.admin import board, outliers, paper, returns, review_page

urlpatterns = [
    path("admin/survey/<int:year>/", board.board, name="survey_board"),
    path("admin/survey/<int:year>/returns/", returns.returns, name="survey_returns"),
    path("admin/survey/<int:year>/returns/extend/", returns.extend_many, name="survey_extend_many"),
    path("admin/survey/<int:year>/outliers/", outliers.queue, name="survey_outliers"),
    path("admin/survey/<int:year>/outliers/compute/", outliers.compute, name="survey_outliers_compute"),
    path("admin/survey/flags/<int:flag_id>/", outliers.judge, name="survey_flag_judge"),
    path("admin/survey/returns/<int:return_id>/", review_page.show, name="survey_return"),
    path("admin/survey/returns/<int:return_id>/paper/", paper.enter, name="survey_paper"),
    path("admin/survey/returns/<int:return_id>/<slug:step>/", review_page.take_step, name="survey_return_step"),
]
