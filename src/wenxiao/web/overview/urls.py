from __future__ import annotations

from django.urls import path

from wenxiao.web.overview import views

urlpatterns = [path("", views.home, name="home"), path("overview/", views.overview, name="overview")]
