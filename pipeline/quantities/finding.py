def find(*a, **k): return []
