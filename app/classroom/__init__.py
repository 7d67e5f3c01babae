"""Classes: a teacher shows a run; pupils follow it, explore forks of it, and predict."""
