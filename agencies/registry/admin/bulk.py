"""Bulk actions of the register's lists."""

from django import forms

from agencies.registry.admin.acts import StandingFields
from agencies.registry.services import bulk as acts
from ipservice.bulk import actions


class ApprovalForm(forms.Form):
    reason = forms.CharField(label="审核意见", max_length=500, required=False)


STANDING = actions.BulkAction(
    "standing",
    "批量登记信用与监管状况",
    permission="agencies.change_agency",
    form=StandingFields,
    targets=acts.agencies,
    act=acts.record_standing,
    undo=acts.withdraw_standing,
    back="/admin/agencies/agency/",
)
APPROVAL = actions.BulkAction(
    "approve-requests",
    "批量通过变更申请",
    permission="agencies.change_changerequest",
    form=ApprovalForm,
    targets=acts.requests,
    act=acts.approve_request,
    back="/admin/agencies/changerequest/",
)


def register_actions() -> None:
    for action in (STANDING, APPROVAL):
        actions.register(action)
