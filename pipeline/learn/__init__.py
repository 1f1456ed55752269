"""Annotations, training, evaluation and the comparison of models: what an analyst does between two runs."""
