"""Registers the app, its job and the consent of people who sign up; sends the admin's login to the one login page."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "ipservice.administration"
    label = "administration"
    verbose_name = "系统管理"

    def ready(self) -> None:
        from allauth.account.decorators import secure_admin_login
        from django.contrib import admin

        from ipservice.administration.services import resets, sign_ups
        from ipservice.jobs.registry import JobKind, register
        from ipservice.privacy import consents

        register(JobKind(resets.JOB_KIND, "发送重置密码的邮件", resets.run, time_limit_seconds=60))
        consents.register(sign_ups.purpose())
        admin.site.login = secure_admin_login(admin.site.login)
