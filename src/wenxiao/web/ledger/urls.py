from __future__ import annotations

from django.urls import path

from wenxiao.web.ledger import import_views, views

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("export/", views.export, name="ledger-export"),
    path("import/", import_views.upload, name="ledger-import"),
    path("import/template/", import_views.template, name="ledger-import-template"),
    path("import/<str:sha256>/", import_views.preview, name="ledger-import-preview"),
    path("import/<str:sha256>/refused/", import_views.refused, name="ledger-import-refused"),
    path("<int:pk>/", views.ledger_of, name="ledger-of"),
    path("<int:pk>/enter/", views.enter, name="ledger-enter"),
    path("<int:pk>/check/", views.checked, name="ledger-check"),
    path("entries/<int:pk>/reverse/", views.reversal, name="ledger-reverse"),
]
