from __future__ import annotations

from django.urls import path

from wenxiao.web.fieldwork import outside, walking

urlpatterns = [
    path("walk/", walking.walk, name="fieldwork-walk"),
    path("walk/<int:pk>/visit/", walking.visit, name="fieldwork-patrol-visit"),
    path("walk/<int:pk>/end/", walking.end, name="fieldwork-patrol-end"),
    path("field/", outside.home, name="fieldwork-outside"),
    path("field/items/<int:pk>/", outside.item, name="fieldwork-outside-item"),
    path("field/sites/<int:pk>/", outside.site, name="fieldwork-outside-site"),
    path("field/shops/<int:pk>/", outside.shop, name="fieldwork-outside-shop"),
]
