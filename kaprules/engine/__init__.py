"""How rules run: the interpreter, their lowering, durable-rules, bit masks, and the checker that certifies."""
