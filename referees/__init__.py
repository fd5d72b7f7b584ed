"""Referees that nobody here wrote: the rule book in other engines, published test suites, a fuzzer, a sanitizer.

``python -m referees`` runs them; see docs/referees.md. None of this is shipped with the library.
"""
