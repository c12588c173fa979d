"""The record of a project-year against itself and the ledger: what the documents alone cannot decide."""

from wenxiao.audit.records.model import RecordFinding, RecordReport, RecordRule
from wenxiao.audit.records.registry import record_rules
from wenxiao.audit.records.run import audit_record

__all__ = ["RecordFinding", "RecordReport", "RecordRule", "audit_record", "record_rules"]
