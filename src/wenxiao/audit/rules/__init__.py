"""The families of rules. Importing this package registers them all."""

from wenxiao.audit.rules import amounts as amounts
from wenxiao.audit.rules import execution as execution
from wenxiao.audit.rules import rates as rates
from wenxiao.audit.rules import scores as scores
from wenxiao.audit.rules import spending as spending
from wenxiao.audit.rules import sums as sums
from wenxiao.audit.rules import text as text
