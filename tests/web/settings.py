"""The site's settings as they are, in a folder that is thrown away, with a password hash that costs nothing."""

from __future__ import annotations

import os
import tempfile

os.environ["WENXIAO_DATA"] = tempfile.mkdtemp(prefix="wenxiao-")

from wenxiao.web.settings import *  # noqa: F403
from wenxiao.web.settings import DATA, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
(DATA / "static").mkdir()
