from __future__ import annotations

from django.urls import path

from wenxiao.web.scoring import run_views, scheme_views, views

urlpatterns = [
    path("", views.rates, name="scoring"),
    path("cases/", views.listed, name="rate-cases"),
    path("runs/", run_views.index, name="runs"),
    path("runs/begin/", run_views.begin, name="runs-begin"),
    path("runs/<int:pk>/", run_views.run, name="run"),
    path("runs/<int:pk>/step/", run_views.step, name="run-step"),
    path("runs/<int:pk>/give/", run_views.give, name="run-give"),
    path("runs/<int:pk>/report.<str:ending>", run_views.report, name="run-report"),
    path("runs/papers/<int:pk>/", run_views.given_file, name="run-paper"),
    path("lines/<int:pk>/", run_views.line, name="run-line"),
    path("lines/<int:pk>/appeal/", run_views.ask, name="run-line-appeal"),
    path("appeals/<int:pk>/", run_views.decide, name="run-appeal"),
    path("schemes/", scheme_views.index, name="schemes"),
    path("schemes/new/", scheme_views.edit, name="scheme-new"),
    path("schemes/<str:key>/", scheme_views.edit, name="scheme-edit"),
]
