from __future__ import annotations

from django.urls import path

from wenxiao.web.targets import views

urlpatterns = [path("", views.index, name="targets"), path("library/", views.library, name="library")]
