# Interventions, forks and the line of time.
