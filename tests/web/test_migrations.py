"""What a site has already is filled in when a column is new: on a database as a site has it, taken back a version and brought up again."""

from __future__ import annotations

import pytest

from tests.web.own_site import own_site

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


def test_cases_that_were_there_before_know_their_latest_moment(tmp_path):
    with own_site(tmp_path) as site:
        said = site.run("""
            from django.core.management import call_command
            from proof.grid.made import KINDS, logs
            from wenxiao.web.grid.keeping import Log, keep_many
            from wenxiao.web.grid.models import Case
            call_command("migrate", verbosity=0)
            keep_many([Log(log[0].case, [*log], "占道") for log in map(list, logs(dict.fromkeys(KINDS, 1)))])
            known = dict(Case.objects.values_list("pk", "latest"))
            call_command("migrate", "grid", "0006", verbosity=0)
            call_command("migrate", "grid", verbosity=0)
            assert len(known) >= len(KINDS)
            print(dict(Case.objects.values_list("pk", "latest")) == known)
        """)
    assert said == "True"
