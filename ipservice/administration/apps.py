"""Registers the app, and sends the admin's login to the portal's one login page."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "ipservice.administration"
    label = "administration"
    verbose_name = "系统管理"

    def ready(self) -> None:
        from allauth.account.decorators import secure_admin_login
        from django.contrib import admin

        admin.site.login = secure_admin_login(admin.site.login)
