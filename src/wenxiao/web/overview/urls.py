from __future__ import annotations

from django.urls import path

from wenxiao.web.overview import audit, todo, views

urlpatterns = [
    path("", todo.home, name="home"),
    path("overview/", views.overview, name="overview"),
    path("overview/export/", views.export, name="overview-export"),
    path("overview/records/", audit.records, name="records"),
]
