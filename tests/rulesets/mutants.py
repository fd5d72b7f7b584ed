"""The mutants of rules, where the tests look for them."""

from kaprules.assurance.mutants import survivors, wrong_examples

__all__ = ["survivors", "wrong_examples"]
