"""Questions about a run: derivations, checks, sensitivities, gradient flow, comparisons."""
