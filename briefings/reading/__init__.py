"""Article in, events out: pure, synchronous and deterministic."""
