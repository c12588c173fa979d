from __future__ import annotations

from django.urls import path

from wenxiao.web.territory import (
    calendar_views,
    catalogue_views,
    component_views,
    duty_views,
    grid_views,
    import_views,
    rule_views,
    staff_views,
)

urlpatterns = [
    path("", grid_views.index, name="territory"),
    path("map.json", grid_views.on_map, name="territory-map"),
    path("faults/", grid_views.faults, name="grid-faults"),
    path("find/", grid_views.find, name="grid-find"),
    path("grids/<int:pk>/", grid_views.one, name="unit-grid"),
    path("components/", component_views.index, name="components"),
    path("components/<int:pk>/", component_views.one, name="component"),
    path("duty/", duty_views.index, name="duty-grids"),
    path("duty/new/", duty_views.edit, name="duty-grid-new"),
    path("duty/<int:pk>/", duty_views.one, name="duty-grid"),
    path("duty/<int:pk>/edit/", duty_views.edit, name="duty-grid-edit"),
    path("duty/<int:pk>/assign/", duty_views.assign, name="duty-grid-assign"),
    path("assignments/<int:pk>/end/", duty_views.end, name="grid-assignment-end"),
    path("staff/", staff_views.index, name="grid-staff"),
    path("staff/new/", staff_views.edit, name="grid-staff-new"),
    path("staff/<int:pk>/", staff_views.edit, name="grid-staff-one"),
    path("staffing/", staff_views.check, name="staffing"),
    path("catalogue/", catalogue_views.index, name="catalogue"),
    path("catalogue/conditions/", catalogue_views.conditions, name="conditions"),
    path("catalogue/map/", catalogue_views.successors, name="catalogue-map"),
    path("catalogue/categories/new/", catalogue_views.category, name="category-new"),
    path("catalogue/conditions/new/", catalogue_views.condition, name="condition-new"),
    path("catalogue/conditions/<int:pk>/", catalogue_views.condition, name="local-condition"),
    path("calendar/", calendar_views.index, name="work-calendar"),
    path("calendar/day/", calendar_views.day, name="work-calendar-day"),
    path("calendar/year/", calendar_views.year, name="work-calendar-year"),
    path("rules/", rule_views.index, name="grid-rules"),
    path("rules/new/", rule_views.new, name="grid-rules-new"),
    path("import/<str:kind>/", import_views.take, name="territory-import"),
    path("import/<str:kind>/template.xlsx", import_views.template, name="territory-template"),
]
