"""A decision in words: for a clinician, a client, an auditor, and the catalogue of rules."""
