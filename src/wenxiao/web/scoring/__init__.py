"""Rates and monthly scores of the grid command (指标与考核通报)."""
