"""Settings of the whole suite."""

import os

from hypothesis import settings

# A submission is judged on the same examples each time; a developer's run looks for new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
