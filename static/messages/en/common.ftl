# What every page says: counts, names, settings.
