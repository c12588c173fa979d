"""The families of rules. Importing this package registers them all."""

from wenxiao.audit.rules import arithmetic  # noqa: F401
from wenxiao.audit.rules import money  # noqa: F401
from wenxiao.audit.rules import scores  # noqa: F401
