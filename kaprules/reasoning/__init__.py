"""Why, why not, and what is missing: worked out of one evaluation, only when asked."""
