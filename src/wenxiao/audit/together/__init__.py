"""Several documents beside each other: which belong together, and what cannot hold in both."""

from wenxiao.audit.together.model import Comparison, Group, JointFinding, JointRule
from wenxiao.audit.together.registry import joint_rules
from wenxiao.audit.together.run import compare

__all__ = ["Comparison", "Group", "JointFinding", "JointRule", "compare", "joint_rules"]
