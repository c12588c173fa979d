from __future__ import annotations

from django.urls import path

from wenxiao.web.platforms import views

urlpatterns = [
    path("", views.upload, name="platforms"),
    path("template/", views.template, name="platforms-template"),
    path("example/", views.ledger, name="platforms-example"),
    path("<str:sha256>/", views.preview, name="platforms-preview"),
    path("<str:sha256>/refused/", views.refused, name="platforms-refused"),
]
