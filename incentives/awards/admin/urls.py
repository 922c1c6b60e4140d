"""Addresses of the workbench."""

from django.urls import path

from incentives.awards.admin import bench, recovery, rounds, whatif

urlpatterns = [
    path("admin/awards/", rounds.round_list, name="award_rounds"),
    path("admin/awards/<int:year>/", bench.workbench, name="award_workbench"),
    path("admin/awards/<int:year>/grounds/", rounds.grounds, name="award_grounds"),
    path("admin/awards/<int:year>/open-checks/", rounds.open_checks, name="award_open_checks"),
    path("admin/awards/<int:year>/reopen-checks/", rounds.reopen_checks, name="award_reopen_checks"),
    path("admin/awards/<int:year>/compute/", rounds.ask_compute, name="award_compute"),
    path("admin/awards/<int:year>/checks/", rounds.checks, name="award_checks"),
    path("admin/awards/<int:year>/checks/<int:check_id>/", rounds.settle, name="award_settle"),
    path("admin/awards/<int:year>/screening/", bench.screening, name="award_screening"),
    path("admin/awards/lines/<int:line_id>/recover/", recovery.recover, name="award_recover"),
    path("admin/awards/<int:year>/bundle/<int:decision_id>/", bench.download, name="award_bundle"),
    path("admin/awards/<int:year>/whatif/", whatif.trial, name="award_whatif"),
    path("admin/awards/<int:year>/whatif/save/", whatif.save, name="award_whatif_save"),
    path("admin/awards/<int:year>/readings/", whatif.readings, name="award_readings"),
]
