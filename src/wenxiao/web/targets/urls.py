from __future__ import annotations

from django.urls import path

from wenxiao.web.targets import library, views

urlpatterns = [
    path("", views.index, name="targets"),
    path("of/<int:pk>/", views.of, name="targets-of"),
    path("of/<int:pk>/begin/", views.begin, name="target-begin"),
    path("<int:pk>/", views.one, name="target-set"),
    path("<int:pk>/edit/", views.edit, name="target-edit"),
    path("<int:pk>/check/", views.check, name="target-check"),
    path("<int:pk>/step/", views.go, name="target-step"),
    path("<int:pk>/reasons/", views.reasons, name="target-reasons"),
    path("<int:pk>/adjust/", views.adjust, name="target-adjust"),
    path("<int:pk>/discard/", views.discard, name="target-discard"),
    path("<int:pk>/differences/", views.differences, name="target-differences"),
    path("<int:pk>/form.<str:ending>", views.official, name="target-form"),
    path("library/", library.library, name="library"),
    path("library/choose/", library.choose, name="library-choose"),
    path("library/new/", library.edit, name="library-new"),
    path("library/<int:pk>/", library.edit, name="library-edit"),
    path("library/<int:pk>/retire/", library.retire, name="library-retire"),
    path("library/import/", library.read_in, name="library-import"),
    path("library/import/refused.xlsx", library.refused, name="library-refused"),
]
