"""What a lesson can measure, one module for each subject: a new measure is one more function.

Its parameters after `*` are what a chapter tells it; the registry has their descriptions.
"""

from app.lessons.measures import (
    answers,
    backward,
    changes,
    comparisons,
    inputs,
    predictions,
    reaching,
    sharing,
    states,
    texts,
    windows,
)
from app.lessons.measures.registry import MEASURES, Measure, Measured, Results

SUBJECTS = (
    inputs,
    predictions,
    states,
    changes,
    backward,
    windows,
    texts,
    sharing,
    comparisons,
    reaching,
    answers,
)
"""The modules whose measures are registered."""

__all__ = ["MEASURES", "SUBJECTS", "Measure", "Measured", "Results"]
