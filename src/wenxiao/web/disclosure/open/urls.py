"""Permanent addresses, in Chinese under /open/ and in English under /open/en/."""

from __future__ import annotations

from django.urls import include, path, re_path, register_converter

from wenxiao.web.disclosure.naming import Code
from wenxiao.web.disclosure.open import data, views

register_converter(Code, "code")

PAGES = [
    path("", views.front, name="open-front"),
    path("search/", views.search, name="open-search"),
    path("releases/", views.releases, name="open-releases"),
    path("releases/<int:number>/", views.releases, name="open-releases-page"),
    path("feed.atom", data.feed, name="open-feed"),
    path("data/", data.described, name="open-data"),
    path("data/wenxiao-open-data.zip", data.archive, name="open-archive"),
    path("data/<str:name>.<slug:ending>", data.table, name="open-table"),
    path("release/<int:number>/", views.release, name="open-release"),
    path("release/<int:number>/<int:version>/", views.release, name="open-version"),
    path("release/<int:number>/<int:version>/release.json", views.release_json, name="open-version-json"),
    path("release/<int:number>/<int:version>/files/<path:name>", views.file, name="open-file"),
    path("<int:year>/", views.year, name="open-year"),
    path("<int:year>/<code:unit>/", views.unit, name="open-unit"),
    path("<int:year>/<code:unit>/pages/<int:number>/", views.unit, name="open-unit-page"),
    path("<int:year>/<code:unit>/<code:code>/", views.project, name="open-project"),
    path("<int:year>/<code:unit>/<code:code>/<str:name>.<slug:ending>", data.of_project, name="open-project-table"),
    re_path(r"^.*$", views.nothing, name="open-nothing"),
]
urlpatterns = [
    path("en/", include((PAGES, "open"), namespace="public-en"), {"lang": "en"}),
    path("", include((PAGES, "open"), namespace="public")),
]
