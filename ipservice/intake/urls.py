"""Addresses of the import pages, at home in the officials' door."""

from django.urls import path

from ipservice.intake import admin

app_name = "intake"
urlpatterns = [
    path("admin/intake/runs/", admin.run_list, name="runs"),
    path("admin/intake/upload/", admin.choose, name="choose"),
    path("admin/intake/upload/<slug:code>/", admin.upload, name="upload"),
    path("admin/intake/runs/<int:run_id>/", admin.run_page, name="run"),
    path("admin/intake/runs/<int:run_id>/issues/", admin.issue_list, name="issues"),
    path("admin/intake/runs/<int:run_id>/correction/", admin.correction_file, name="correction"),
    path("admin/intake/runs/<int:run_id>/answers/", admin.answer, name="answer"),
    path("admin/intake/runs/<int:run_id>/commit/", admin.commit, name="commit"),
    path("admin/intake/runs/<int:run_id>/discard/", admin.discard, name="discard"),
    path("admin/intake/runs/<int:run_id>/read/", admin.read_again, name="read_again"),
    path("admin/intake/runs/<int:run_id>/undo/", admin.take_back, name="undo"),
]
