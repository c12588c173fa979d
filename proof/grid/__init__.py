"""Made-up cases of a grid centre, whose rates are known before anything computes them."""
