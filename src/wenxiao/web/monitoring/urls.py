from __future__ import annotations

from django.urls import path

from wenxiao.web.monitoring import views

urlpatterns = [
    path("", views.index, name="monitoring"),
    path("issue/", views.issue, name="monitoring-issue"),
    path("<int:pk>/", views.one, name="monitoring-report"),
    path("<int:pk>/edit/", views.edit, name="monitoring-edit"),
    path("<int:pk>/step/", views.go, name="monitoring-step"),
    path("<int:pk>/reasons/", views.reasons, name="monitoring-reasons"),
    path("<int:pk>/correct/", views.correct, name="monitoring-correct"),
    path("<int:pk>/form.<str:ending>", views.official, name="monitoring-form"),
]
