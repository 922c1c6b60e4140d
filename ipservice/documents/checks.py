"""What is asked before the portal is put to use: does a printed check address open?"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def papers_carry_the_address(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A warning while the address of the site is not set; papers printed meanwhile lead nowhere."""
    if settings.SITE["address"].startswith(("https://", "http://")):
        return []
    return [
        Warning(
            "没有设置网站地址，文书上的核验网址和二维码缺少域名。",
            hint="请设置环境变量 SITE_ADDRESS，例如 https://ip.example.gov.cn。",
            id="documents.W001",
        )
    ]
