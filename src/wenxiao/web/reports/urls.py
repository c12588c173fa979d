from __future__ import annotations

from django.urls import path

from wenxiao.web.reports import editor, starting, views

urlpatterns = [
    path("", views.index, name="reports"),
    path("new/", starting.new, name="reports-new"),
    path("start/<int:pk>/", starting.of_project, name="report-start"),
    path("evaluation/<int:pk>/", starting.of_evaluation, name="report-of-evaluation"),
    path("department/<int:department>/<int:year>/form.<str:ending>", views.department_form, name="department-form"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/paper/", views.paper, name="report-paper"),
    path("<int:pk>/report.docx", views.download, name="report-docx"),
    path("<int:pk>/step/", views.move, name="report-step"),
    path("<int:pk>/pass/", views.passing, name="report-pass"),
    path("<int:pk>/discard/", views.discard, name="report-discard"),
    path("<int:pk>/accept/", editor.accept, name="report-accept"),
    path("<int:pk>/write/<str:key>/", editor.write, name="report-write"),
    path("<int:pk>/write/<str:key>/audit/", editor.live, name="report-live"),
]
