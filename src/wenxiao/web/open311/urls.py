"""Everything outside of login begins with ``discovery`` or ``v2/`` (``core.middleware``); the pages for keys do not."""

from __future__ import annotations

from django.urls import path, re_path

from wenxiao.web.open311 import keys, views

FORM = r"\.(?P<form>xml|json)$"
urlpatterns = [
    re_path(rf"^discovery{FORM}", views.discovery, name="open311-discovery"),
    path("v2/", views.nothing, name="open311-root"),
    re_path(rf"^v2/discovery{FORM}", views.discovery, name="open311-discovery-v2"),
    re_path(rf"^v2/services{FORM}", views.services, name="open311-services"),
    re_path(rf"^v2/services/(?P<code>[^/]{{1,80}}){FORM}", views.service, name="open311-service"),
    re_path(rf"^v2/requests{FORM}", views.requests, name="open311-requests"),
    re_path(rf"^v2/requests/(?P<number>[^/]{{1,200}}){FORM}", views.one, name="open311-request"),
    path("v2/photos/<int:pk>.jpg", views.photo, name="open311-photo"),
    re_path(r"^v2/(?P<path>.*)$", views.nothing, name="open311-nothing"),
    path("", keys.keys, name="open311-keys"),
    path("<int:pk>/revoke/", keys.revoke, name="open311-key-revoke"),
]
