"""Dragoman's knowledge of diplomacy: reading, keeping the record, answering. Knows nothing of chat."""
