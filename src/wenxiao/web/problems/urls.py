from __future__ import annotations

from django.urls import path

from wenxiao.web.problems import results, views

urlpatterns = [
    path("", views.index, name="problems"),
    path("export/", views.export, name="problems-export"),
    path("new/<int:year>/", views.new, name="problem-new"),
    path("<int:pk>/", views.problem, name="problem"),
    path("<int:pk>/edit/", views.edit, name="problem-edit"),
    path("<int:pk>/step/", views.make_step, name="problem-step"),
    path("<int:pk>/extend/", views.extend, name="problem-extend"),
    path("<int:pk>/proof/", views.add_proof, name="problem-proof-add"),
    path("<int:pk>/recheck/", views.recheck, name="problem-recheck"),
    path("<int:pk>/link/", views.link, name="problem-link"),
    path("proof/<int:pk>/", views.proof, name="problem-proof"),
    path("results/", results.results, name="results"),
    path("results/export/", results.export, name="results-export"),
    path("results/<int:year>/", results.decide, name="result"),
]
