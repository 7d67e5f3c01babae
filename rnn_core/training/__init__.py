"""Training: configurations, optimizers, the trainer, and runs that can be rewound and forked."""
