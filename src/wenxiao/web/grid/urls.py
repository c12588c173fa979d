from __future__ import annotations

from django.urls import path

from wenxiao.web.grid import agency_import_views, agency_views, phone, views

urlpatterns = [
    path("", views.home, name="grid"),
    path("cases/", views.cases, name="grid-cases"),
    path("cases/export/", views.export, name="grid-cases-export"),
    path("cases/new/", views.new, name="grid-report"),
    path("cases/<int:pk>/", views.case, name="grid-case"),
    path("cases/<int:pk>/steps/", views.step, name="grid-case-step"),
    path("cases/<int:pk>/reporter/", views.reporter, name="grid-case-reporter"),
    path("agencies/", agency_views.index, name="agencies"),
    path("agencies/new/", agency_views.edit, name="agency-new"),
    path("agencies/<int:pk>/", agency_views.one, name="agency"),
    path("agencies/<int:pk>/edit/", agency_views.edit, name="agency-edit"),
    path("agencies/<int:pk>/posts/", agency_views.give, name="agency-post"),
    path("agencies/import/<str:table>/", agency_import_views.upload, name="agencies-import"),
    path("agencies/import/<str:table>/template/", agency_import_views.template, name="agencies-template"),
    path("agencies/import/<str:table>/<str:sha256>/", agency_import_views.preview, name="agencies-preview"),
    path("agencies/import/<str:table>/<str:sha256>/refused/", agency_import_views.refused, name="agencies-refused"),
    path("posts/<int:pk>/end/", agency_views.end, name="grid-post-end"),
    path("photos/<int:pk>/", views.photo, name="grid-photo"),
    path("photos/<int:pk>/clear/", views.clear, name="grid-photo-clear"),
    path("photos/held/<uuid:token>/", views.held, name="grid-held"),
    path("m/", phone.home, name="grid-phone"),
    path("m/worker.js", phone.worker, name="grid-phone-worker"),
    path("m/report/", phone.report, name="grid-phone-report"),
    path("m/cases/<int:pk>/", phone.case, name="grid-phone-case"),
    path("m/cases/<int:pk>/steps/", phone.step, name="grid-phone-case-step"),
]
