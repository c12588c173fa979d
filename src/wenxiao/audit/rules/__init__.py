"""The families of rules. Importing this package registers them all."""

from wenxiao.audit.rules import (
    arithmetic,
    money,
    scores,
)
from wenxiao.audit.rules import text  # noqa: F401
