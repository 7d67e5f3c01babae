"""The data sets of the tasks."""
