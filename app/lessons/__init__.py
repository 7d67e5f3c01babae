"""The chapters: articles with scenes and checks, what these measure, and the terms they use."""
