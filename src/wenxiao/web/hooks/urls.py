from __future__ import annotations

from django.urls import path

from wenxiao.web.hooks import views

urlpatterns = [
    path("", views.index, name="hooks"),
    path("new/", views.new, name="hook-new"),
    path("<int:pk>/", views.hook, name="hook"),
    path("<int:pk>/secret/", views.secret, name="hook-secret"),
    path("<int:pk>/ping/", views.ping, name="hook-ping"),
    path("<int:pk>/delete/", views.delete, name="hook-delete"),
    path("deliveries/<int:pk>/", views.delivery, name="hook-delivery"),
    path("deliveries/<int:pk>/again/", views.again, name="hook-delivery-again"),
]
