"""Which services an agency offers."""

from django.db import models

from agencies.registry.models.agencies import Agency
from ipservice.audit.history import tracked


@tracked()
class AgencyService(models.Model):
    """One service type that an agency offers, with how it is priced."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="services")
    service_type = models.ForeignKey("reference.ServiceType", models.PROTECT, related_name="+")
    price_basis = models.CharField("计价方式", max_length=100, blank=True)
    typical_days = models.PositiveSmallIntegerField("一般用时（日）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "服务项目"
        ordering = ["agency", "service_type"]
        constraints = [models.UniqueConstraint(fields=["agency", "service_type"], name="one_offer_per_service_type")]

    def __str__(self) -> str:
        return str(self.service_type)
