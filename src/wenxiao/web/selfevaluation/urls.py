from __future__ import annotations

from django.urls import path

from wenxiao.web.selfevaluation import views

urlpatterns = [path("", views.index, name="selfevaluation")]
