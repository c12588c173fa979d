from __future__ import annotations

from django.urls import path

from wenxiao.web.problems import views

urlpatterns = [path("", views.index, name="problems")]
