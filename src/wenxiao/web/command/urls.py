from __future__ import annotations

from django.urls import path

from wenxiao.web.command import board_views, drill_views, task_views, warning_views

urlpatterns = [
    path("", board_views.board, name="grid-board"),
    path("part/", board_views.part, name="grid-board-part"),
    path("cases/", board_views.cases, name="grid-board-cases"),
    path("cases.json", board_views.on_map, name="grid-board-map"),
    path("warnings/", warning_views.index, name="warnings"),
    path("warnings/new/", warning_views.new, name="warning-new"),
    path("warnings/<int:pk>/", warning_views.one, name="warning"),
    path("warnings/<int:pk>/acknowledge/", warning_views.acknowledge, name="warning-acknowledge"),
    path("warnings/<int:pk>/close/", warning_views.close, name="warning-close"),
    path("responsible/", warning_views.responsible, name="responsible"),
    path("responsible/<int:pk>/end/", warning_views.end, name="responsible-end"),
    path("drills/", drill_views.index, name="drills"),
    path("drills/new/", drill_views.edit, name="drill-new"),
    path("drills/<int:pk>/", drill_views.one, name="drill"),
    path("drills/<int:pk>/edit/", drill_views.edit, name="drill-edit"),
    path("drills/<int:pk>/attendance/", drill_views.attendance, name="drill-attendance"),
    path("drills/<int:pk>/plan/", drill_views.plan, name="drill-plan"),
    path("tasks/", task_views.index, name="emergency-tasks"),
    path("tasks/new/", task_views.new, name="emergency-task-new"),
    path("tasks/<int:pk>/", task_views.one, name="emergency-task"),
    path("tasks/<int:pk>/item/", task_views.item, name="emergency-task-item"),
    path("tasks/<int:pk>/done/", task_views.done, name="emergency-task-done"),
]
