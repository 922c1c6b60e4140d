"""Addresses of the catalogue: public pages and the officials' desk."""

from django.urls import path

from publicservice.catalogue import public
from publicservice.catalogue.admin import entries, synonyms

urlpatterns = [
    path("catalogue/", public.catalogue, name="catalogue"),
    path("catalogue/<slug:code>/", public.entry, name="catalogue_entry"),
    path("admin/catalogue/", entries.desk, name="catalogue_desk"),
    path("admin/catalogue/new/", entries.write, name="catalogue_new"),
    path("admin/catalogue/targets/", entries.broken, name="catalogue_targets"),
    path("admin/catalogue/synonyms/", synonyms.table, name="catalogue_synonyms"),
    path("admin/catalogue/synonyms/<int:group_id>/", synonyms.edit, name="catalogue_synonym"),
    path("admin/catalogue/synonyms/<int:group_id>/remove/", synonyms.remove, name="catalogue_synonym_remove"),
    path("admin/catalogue/entries/<slug:code>/", entries.show, name="catalogue_entry_work"),
    path("admin/catalogue/entries/<slug:code>/write/", entries.write, name="catalogue_write"),
    path("admin/catalogue/versions/<int:version_id>/<slug:step>/", entries.take_step, name="catalogue_step"),
]
