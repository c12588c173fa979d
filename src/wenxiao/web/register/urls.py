from __future__ import annotations

from django.urls import path

from wenxiao.web.register import change_views, import_views, list_views, project

urlpatterns = [
    path("", list_views.register, name="register"),
    path("export/", list_views.export, name="register-export"),
    path("views/", list_views.keep_view, name="view-keep"),
    path("views/<int:pk>/drop/", list_views.drop_view, name="view-drop"),
    path("import/", import_views.upload, name="register-import"),
    path("import/template/", import_views.template, name="register-import-template"),
    path("import/<str:sha256>/", import_views.preview, name="register-import-preview"),
    path("import/<str:sha256>/refused/", import_views.refused, name="register-import-refused"),
    path("new/", change_views.new, name="project-new"),
    path("<int:pk>/", project.project, name="project"),
    path("<int:pk>/print/", project.on_paper, name="project-print"),
    path("<int:pk>/findings/", project.findings, name="project-findings"),
    path("<int:pk>/edit/", change_views.edit, name="project-edit"),
    path("<int:pk>/continue/", change_views.continued, name="project-continue"),
]
