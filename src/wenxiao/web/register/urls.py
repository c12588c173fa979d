from __future__ import annotations

from django.urls import path

from wenxiao.web.register import views

urlpatterns = [
    path("", views.register, name="register"),
    path("new/", views.new, name="project-new"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/edit/", views.edit, name="project-edit"),
]
