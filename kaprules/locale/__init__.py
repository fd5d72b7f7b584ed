"""The catalogues of messages, and what keeps them complete: ``python -m kaprules.locale`` (extra ``words``)."""
