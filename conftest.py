"""Every example in the documentation, the README and the docstrings runs as a test; no test depends on a clock."""

import signal

import pytest
from hypothesis import HealthCheck, Phase, settings
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

settings.register_profile("kaprules", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(  # a failure as it was drawn: to find a smaller one may take minutes
    "unshrunk", settings.get_profile("kaprules"), phases=set(Phase) - {Phase.shrink, Phase.explain}
)
settings.load_profile("kaprules")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # what a script starts in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)

_pages = Sybil(parsers=[PythonCodeBlockParser()], patterns=["README.md", "docs/*.md"])
_docstrings = Sybil(
    parsers=[DocTestParser()], patterns=["kaprules/**/*.py"], document_types={".py": PythonDocStringDocument}
)
pytest_collect_file = (_pages + _docstrings).pytest()


_longest = ("test_laws.py", "test_changes.py", "test_raw.py", "test_reasons.py", "test_cross_checks.py")
"""The files that take longest, each by one worker: they come first, so that none of them is waited for at the end."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what a run may leave out: the examples of the documentation, and what asks for a browser."""
    items.sort(key=lambda item: _longest.index(item.path.name) if item.path.name in _longest else len(_longest))
    for item in items:
        if item.path.suffix == ".md":
            item.add_marker("docs")
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
