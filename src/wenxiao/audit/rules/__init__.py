"""The families of rules. Importing this package registers them all."""

from wenxiao.audit.rules import arithmetic as arithmetic
from wenxiao.audit.rules import money as money
from wenxiao.audit.rules import scores as scores
from wenxiao.audit.rules import text as text
