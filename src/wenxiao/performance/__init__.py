"""Targets, indicators, weights, scores, grades and thresholds, as the regime packs (规则包) of each place set them."""
