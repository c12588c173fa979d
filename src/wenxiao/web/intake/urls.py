from __future__ import annotations

from django.urls import path

from wenxiao.web.intake import views

urlpatterns = [
    path("<int:pk>/intake/", views.intake, name="intake"),
    path("<int:pk>/intake/<int:project>/", views.act, name="intake-act"),
    path("<int:pk>/reconcile/", views.reconcile, name="intake-reconcile"),
]
