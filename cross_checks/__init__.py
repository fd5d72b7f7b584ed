"""Cross-checks that nobody here wrote: the rule book in other engines, published test suites, a fuzzer, a sanitizer.

``python -m cross_checks`` runs them; see docs/cross-checks.md. None of this is shipped with the library.
"""
