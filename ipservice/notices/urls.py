"""Addresses of messages."""

from django.urls import path

from ipservice.notices import portal, workload

urlpatterns = [
    path("portal/todo/", portal.todo, name="todo"),
    path("admin/todo/", portal.todo, name="official_todo"),
    path("admin/todo/people/", workload.people, name="workload"),
    path("portal/messages/", portal.inbox, name="messages"),
    path("portal/messages/read/", portal.read_all, name="messages_read_all"),
    path("portal/messages/settings/", portal.preference, name="message_preference"),
    path("portal/messages/<int:message_id>/", portal.message, name="message"),
    path("admin/messages/", portal.inbox, name="official_messages"),
    path("admin/messages/settings/", portal.preference, name="official_message_preference"),
    path("admin/messages/<int:message_id>/", portal.message, name="official_message"),
]
