"""Dragoman's knowledge of diplomacy: reading articles, keeping the record, answering. Knows nothing of chat."""
