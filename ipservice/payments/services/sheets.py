"""The payment list as finance wants it on paper: amounts in figures and in capitals, total, three signatures."""

from decimal import Decimal

from ipservice.documents.workbook import Front, Heading, Style, write_rows
from ipservice.foundation.errors import DomainError
from ipservice.foundation.money import in_words
from ipservice.payments.models import PaymentBatch

COLUMNS = (
    Heading("序号", Style.COUNT, 8),
    Heading("收款单位", width=36),
    Heading("统一社会信用代码", width=22),
    Heading("开户行", width=30),
    Heading("账号", width=26),
    Heading("金额（元）", Style.YUAN, 16, total=True),
    Heading("金额大写", width=36),
    Heading("依据", width=30),
    Heading("预算科目", width=20),
    Heading("预算年度", Style.TEXT, 10),
)


class BatchNotApproved(DomainError):
    code = "batch_not_approved"
    template = "支付批次 {number} 尚未经第二人审批，不能导出支付清单。"


def payment_list(batch: PaymentBatch) -> bytes:
    """The workbook of an approved batch; the same bytes each time. Raises ``BatchNotApproved``."""
    if batch.approved_at is None:
        raise BatchNotApproved(number=batch.number)
    payments = list(batch.payments.order_by("pk"))
    total = sum(payment.amount_fen for payment in payments)
    rows = [
        (
            place,
            payment.payee_name,
            payment.payee_code,
            payment.bank,
            payment.account,
            Decimal(payment.amount_fen) / 100,
            f"人民币{in_words(payment.amount_fen)}",
            payment.basis,
            payment.budget_line,
            str(payment.budget_year),
        )
        for place, payment in enumerate(payments, start=1)
    ]
    signatures = f"经办人：{batch.created_by}　　复核人：{batch.approved_by}　　审批人（签字）：＿＿＿＿＿＿"
    front = Front(
        title=f"{batch.title}支付清单",
        filters=[("批次号", batch.number), ("合计大写", f"人民币{in_words(total)}")],
        note=signatures,
        made_at=batch.approved_at,
    )
    return write_rows(COLUMNS, rows, front=front, count=len(rows))
