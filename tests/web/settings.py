"""The site's settings as they are, in a folder that is thrown away, with a password hash that costs nothing.

WENXIAO_KEEP names a folder to keep instead: with ``pytest --reuse-db`` the sample district is loaded once and not at every run.
"""

from __future__ import annotations

import os
import tempfile

KEEP = os.environ.get("WENXIAO_KEEP")
os.environ["WENXIAO_DATA"] = KEEP or tempfile.mkdtemp(prefix="wenxiao-")

from wenxiao.web.settings import *  # noqa: E402, F403
from wenxiao.web.settings import DATA, DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
(DATA / "static").mkdir(exist_ok=True)
if KEEP and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
