"""How long a password must be: twelve characters for officials, eight for others; composition is nobody's rule."""

from django.core.exceptions import ValidationError

from ipservice.accounts.models import STAFF_ROLES

OFFICIAL_LENGTH = 12
OTHER_LENGTH = 8


class LengthByRole:
    """Unknown people (no user given) are held to the official length."""

    def validate(self, password: str, user=None) -> None:
        wanted = OFFICIAL_LENGTH if user is None or user.role in STAFF_ROLES else OTHER_LENGTH
        if len(password) < wanted:
            raise ValidationError(f"密码太短：至少{wanted}位，填了{len(password)}位。", code="password_too_short")

    def get_help_text(self) -> str:
        return (
            f"工作人员密码至少{OFFICIAL_LENGTH}位，机构用户至少{OTHER_LENGTH}位；不要使用常见密码或与用户名相近的密码。"
        )
