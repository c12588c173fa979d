"""To-do and dashboards (待办、概览)."""
