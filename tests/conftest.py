"""Settings of the whole suite."""

import os

from hypothesis import settings

# A submission is judged on the same examples each time; a developer's run looks for new ones.
# No example has a time limit: what is slow on a busy machine is not wrong.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
