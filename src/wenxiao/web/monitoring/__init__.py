"""Monitoring during the year (双监控)."""
