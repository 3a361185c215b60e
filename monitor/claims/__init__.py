"""Clauses to findings: catalogue, product on air, matching, the Detector."""
