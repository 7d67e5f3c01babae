# The task: its data, answers and scores.
