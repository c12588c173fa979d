from __future__ import annotations

from django.urls import path

from wenxiao.web.exchange import views

urlpatterns = [
    path("", views.index, name="exchange"),
    path("adopt/", views.adopt, name="exchange-adopt"),
    path("new/", views.begin, name="exchange-new"),
    path("new/<str:sha256>/", views.make, name="exchange-make"),
    path("<int:pk>/", views.profile, name="exchange-profile"),
    path("<int:pk>/edit/", views.edit, name="exchange-edit"),
    path("<int:pk>/sample/", views.renew, name="exchange-sample"),
    path("<int:pk>/switch/", views.switch, name="exchange-switch"),
]
