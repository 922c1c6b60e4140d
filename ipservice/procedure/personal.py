"""What people agree to when they object."""

from django.db.models import Q

from ipservice.privacy.consents import ConsentPurpose

OBJECTION = ConsentPurpose(
    key="objection",
    label="办理公示异议",
    wording="为核实和答复本异议，使用我填写的姓名、联系电话、异议内容和证据材料",
    covers="procedure.Objection",
    kept_from="答复之日",
    ready=~Q(answered_at=None),
)
