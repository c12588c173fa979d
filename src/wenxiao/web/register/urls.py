from __future__ import annotations

from django.urls import path

from wenxiao.web.register import project, views

urlpatterns = [
    path("", views.register, name="register"),
    path("new/", views.new, name="project-new"),
    path("<int:pk>/", project.project, name="project"),
    path("<int:pk>/print/", project.on_paper, name="project-print"),
    path("<int:pk>/edit/", views.edit, name="project-edit"),
]
