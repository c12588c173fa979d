from __future__ import annotations

from django.urls import path

from wenxiao.web.evaluation import reviews, views

urlpatterns = [
    path("", views.index, name="evaluation"),
    path("new/", views.new, name="evaluation-new"),
    path("<int:pk>/", views.evaluation, name="evaluation-one"),
    path("<int:pk>/check/", views.check, name="evaluation-check"),
    path("<int:pk>/step/", views.move, name="evaluation-step"),
    path("<int:pk>/engagement/", views.engage, name="evaluation-engagement"),
    path("<int:pk>/papers/", views.paper_add, name="paper-add"),
    path("<int:pk>/scores.xlsx", views.sheet, name="evaluation-xlsx"),
    path("papers/<int:pk>/", views.paper, name="paper"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/draw/", reviews.draw_new, name="draw-new"),
    path("reviews/draw/<int:pk>/", reviews.draw, name="draw"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
]
