from __future__ import annotations

from django.urls import path

from wenxiao.web.disclosure import views

urlpatterns = [
    path("", views.index, name="disclosure"),
    path("settings/", views.settings, name="disclosure-settings"),
    path("prepare/<slug:kind>/<int:subject>/", views.prepare, name="release-prepare"),
    path("<int:pk>/", views.release, name="release"),
    path("<int:pk>/answer/", views.answer, name="release-answer"),
    path("<int:pk>/refresh/", views.refresh, name="release-refresh"),
    path("<int:pk>/step/", views.move, name="release-step"),
    path("<int:pk>/again/", views.again, name="release-again"),
]
