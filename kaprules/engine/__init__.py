"""How rules run: the reference interpreter, the same as straight-line code, durable-rules, and the checker."""
