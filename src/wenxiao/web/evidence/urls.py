from __future__ import annotations

from django.urls import path

from wenxiao.web.evidence import series_views, views

urlpatterns = [
    path("", views.index, name="snapshots"),
    path("check/", views.check_all, name="snapshots-check"),
    path("snapshots/<int:pk>/", views.snapshot, name="snapshot"),
    path("snapshots/<int:pk>/cases/", views.listed, name="snapshot-cases"),
    path("snapshots/<int:pk>/changes/", views.compared, name="snapshot-changes"),
    path("snapshots/<int:pk>/check/", views.check, name="snapshot-check"),
    path("of/<int:pk>/", views.of_year, name="measures"),
    path("of/<int:pk>/link/", views.link, name="measures-link"),
    path("of/<int:pk>/series/", series_views.new, name="measures-series"),
    path("measures/<int:pk>/compute/", views.compute, name="measure-compute"),
    path("measures/<int:pk>/remove/", views.remove, name="measure-remove"),
    path("measures/<int:pk>/take/", views.take, name="measure-take"),
    path("series/<int:pk>/", series_views.one, name="series"),
    path("series/<int:pk>/upload/", series_views.upload, name="series-upload"),
    path("series/files/<int:pk>/", series_views.download, name="series-file"),
]
