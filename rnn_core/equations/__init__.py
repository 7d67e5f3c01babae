"""Equations as data: expressions over quantities, the terms of one number, the notation."""
