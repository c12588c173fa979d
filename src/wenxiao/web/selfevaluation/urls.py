from __future__ import annotations

from django.urls import path

from wenxiao.web.selfevaluation import evidence, filling, rollup, views

urlpatterns = [
    path("", views.index, name="selfevaluation"),
    path("begin/", views.begin_all, name="self-evaluation-begin-all"),
    path("begin/<int:pk>/", views.begin, name="self-evaluation-begin"),
    path("department/", rollup.rollup, name="rollup"),
    path("<int:pk>/", views.self_evaluation, name="self-evaluation"),
    path("<int:pk>/edit/", filling.edit, name="self-evaluation-edit"),
    path("<int:pk>/score/", filling.score, name="self-evaluation-score"),
    path("<int:pk>/take/", filling.take, name="self-evaluation-take"),
    path("<int:pk>/step/", views.move, name="self-evaluation-step"),
    path("<int:pk>/pass/", views.passing, name="self-evaluation-pass"),
    path("<int:pk>/targets/", views.renew, name="self-evaluation-renew"),
    path("<int:pk>/form.xlsx", views.form_file, {"kind": "xlsx"}, name="self-evaluation-xlsx"),
    path("<int:pk>/form.docx", views.form_file, {"kind": "docx"}, name="self-evaluation-docx"),
    path("<int:pk>/evidence/", evidence.add, name="evidence-add"),
    path("evidence/<int:pk>/", evidence.download, name="evidence"),
    path("evidence/<int:pk>/remove/", evidence.remove, name="evidence-remove"),
]
