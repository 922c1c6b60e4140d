"""Addresses of notices, objections and the officials' pages of the procedure."""

from django.urls import path

from ipservice.procedure import objecting, public
from ipservice.procedure.admin import objections, rulesets, steps

urlpatterns = [
    path("notices/", public.notice_list, name="notices"),
    path("notices/objections/", objecting.look_up, name="objection_look_up"),
    path("notices/<int:notice_id>/", public.notice_page, name="notice"),
    path("notices/<int:notice_id>/paper/", public.notice_paper, name="notice_paper"),
    path("notices/<int:notice_id>/bundle/", public.notice_bundle, name="notice_bundle"),
    path("notices/<int:notice_id>/object/", objecting.object_form, name="object"),
    path("notices/<int:notice_id>/object/<int:objection_id>/", objecting.receipt, name="objection_receipt"),
    path("notices/<int:notice_id>/object/<int:objection_id>/answer/", objecting.answer_paper, name="objection_answer"),
    path("admin/procedure/decisions/<int:decision_id>/", steps.decision_page, name="decision"),
    path("admin/procedure/decisions/<int:decision_id>/<slug:step>/", steps.take_step, name="decision_step"),
    path("admin/procedure/objections/", objections.inbox, name="objections"),
    path("admin/procedure/objections/<int:objection_id>/", objections.objection, name="objection"),
    path("admin/procedure/rulesets/", rulesets.ruleset_list, name="rulesets"),
    path("admin/procedure/rulesets/<int:ruleset_id>/", rulesets.ruleset_page, name="ruleset"),
    path("admin/procedure/rulesets/<int:ruleset_id>/confirm/", rulesets.confirm_value, name="ruleset_confirm"),
    path("admin/procedure/rulesets/<int:ruleset_id>/adopt/", rulesets.adopt, name="ruleset_adopt"),
    path("admin/procedure/rulesets/<int:ruleset_id>/cases/", rulesets.upload_cases, name="ruleset_cases"),
    path("admin/procedure/rulesets/<int:ruleset_id>/new/", rulesets.new_version, name="ruleset_new"),
]
