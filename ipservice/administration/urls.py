"""Where an invited person sets the first password."""

from django.urls import path

from ipservice.administration import public

urlpatterns = [
    path("accounts/invitation/<str:key>/<str:token>/", public.accept_invitation, name="accept_invitation"),
]
