"""Why, why not, and what is missing: words and trees built from a decision's claims, only when asked."""
