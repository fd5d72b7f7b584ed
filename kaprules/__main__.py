"""``python -m kaprules`` is the ``kaprules`` command."""

from .cli import main

main(prog_name="kaprules")
