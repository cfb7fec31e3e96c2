"""Fine-tuning jobs: the samples of the guide."""
