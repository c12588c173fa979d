"""Every address of the site, by room."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path

from wenxiao.web.api import views as tokens
from wenxiao.web.api.urls import urlpatterns as api_urls
from wenxiao.web.core import views as core
from wenxiao.web.people import views as people

handler400 = "wenxiao.web.core.views.malformed"
handler403 = "wenxiao.web.core.views.refused"
handler404 = "wenxiao.web.core.views.not_found"
handler500 = "wenxiao.web.core.views.failed"

api = [
    path("", tokens.described, name="api-described"),
    path("v1/", api_urls),
    re_path(r"^v1/", tokens.nothing),
]
urlpatterns = [
    path("login/", people.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", people.Password.as_view(), name="password"),
    path("language/", core.language, name="language"),
    path("draft/", core.draft, name="draft"),
    path("jobs/<int:pk>/", core.job, name="job"),
    path("design/", core.design, name="design"),
    path("people/", people.people, name="people"),
    path("people/import/", people.importing, name="people-import"),
    path("people/reads/", people.reads, name="reads"),
    path("people/changes/", people.changes, name="changes"),
    path("people/logins/", people.logins, name="logins"),
    path("people/template/", people.template_of_people, name="people-template"),
    path("people/new/", people.user, name="user-new"),
    path("people/<int:pk>/", people.user, name="user"),
    path("organisations/new/", people.organisation, name="organisation-new"),
    path("organisations/<int:pk>/", people.organisation, name="organisation"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token-revoke"),
    path("api/", include(api)),
    path("", include("wenxiao.web.overview.urls")),
    path("projects/", include("wenxiao.web.register.urls")),
    path("ledger/", include("wenxiao.web.ledger.urls")),
    path("targets/", include("wenxiao.web.targets.urls")),
    path("monitoring/", include("wenxiao.web.monitoring.urls")),
    path("selfevaluation/", include("wenxiao.web.selfevaluation.urls")),
    path("evaluation/", include("wenxiao.web.evaluation.urls")),
    path("reports/", include("wenxiao.web.reports.urls")),
    path("desk/", include("wenxiao.web.intake.urls")),
    path("problems/", include("wenxiao.web.problems.urls")),
    path("disclosure/", include("wenxiao.web.disclosure.urls")),
    path("open/", include("wenxiao.web.disclosure.open.urls")),
    path("desk/", include("wenxiao.web.desk.urls")),
    path("exchange/", include("wenxiao.web.exchange.urls")),
    path("hooks/", include("wenxiao.web.hooks.urls")),
    path("grid/m/", include("wenxiao.web.fieldwork.walking_urls")),
    path("grid/", include("wenxiao.web.grid.urls")),
    path("territory/", include("wenxiao.web.territory.urls")),
    path("command/", include("wenxiao.web.command.urls")),
    path("fieldwork/", include("wenxiao.web.fieldwork.urls")),
    path("scoring/", include("wenxiao.web.scoring.urls")),
    path("evidence/", include("wenxiao.web.evidence.urls")),
    path("open311/", include("wenxiao.web.open311.urls")),
    path("platforms/", include("wenxiao.web.platforms.urls")),
]
