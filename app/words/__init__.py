"""Everything said in words or formulas."""
