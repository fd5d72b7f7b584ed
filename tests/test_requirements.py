"""The locks: what is asked for is locked with its hashes, for every Python; what is not is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from requirements.__main__ import LOCKS, faults, pins

ROOT = Path(__file__).parent.parent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The declarations and the locks, to be changed."""
    for name in ("setup.cfg", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements", ignore=shutil.ignore_patterns("*.py", "__*"))
    return tmp_path


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_locks_go_with_what_is_declared() -> None:
    """Nothing that is installed here is left to the day on which it is installed."""
    assert list(faults()) == []
    assert {path.stem for path in (ROOT / "requirements").glob("*.txt")} == {"build", *LOCKS}


def test_what_is_declared_and_not_locked_is_named(root: Path) -> None:
    """A newer version, a package without a lock, an extra that no lock holds, and what the build needs."""
    replaced(root / "setup.cfg", "attrs>=23.2", "attrs>=9999")
    replaced(
        root / "setup.cfg", "    PyYAML>=6\n    sybil", "    no-such-package>=1; python_version == '3.12'\n    sybil"
    )
    replaced(root / "setup.cfg", "[options.entry_points]", "more =\n    attrs\n\n[options.entry_points]")
    replaced(root / "pyproject.toml", '"wheel"', '"wheel", "flit-core"')
    attrs = next(each.version for each in pins((root / "requirements" / "library.txt").read_text()))
    found = [each for each in faults(root) if not each.endswith(("3.11; run make lock", "3.13; run make lock"))]
    assert found == [
        "setup.cfg: no lock holds the extra more; name it in requirements/__main__.py",
        "build.txt: build-system: flit-core is asked for, nothing is locked for Python 3.12; run make lock",
        f"development.txt: attrs>=9999 is asked for, {attrs} is locked for Python 3.12; run make lock",
        'development.txt: test: no-such-package>=1; python_version == "3.12" is asked for, nothing is locked for '
        "Python 3.12; run make lock",
        f"library.txt: attrs>=9999 is asked for, {attrs} is locked for Python 3.12; run make lock",
    ]


def test_a_lock_that_leaves_something_open_is_named(root: Path) -> None:
    """A line without version or hashes, one that stands twice, an address, a file that is not there."""
    durable, uv = root / "requirements" / "durable.txt", root / "requirements" / "lock.txt"
    durable.write_text("--find-links https://example.org/simple\ndurable-rules>=2.0.28\n")
    replaced(uv, "uv==", "uv==0.9 --hash=sha256:0\nuv==")
    (root / "requirements" / "soak.txt").unlink()
    found = [each for each in faults(root) if "3.11" not in each and "3.13" not in each]
    assert [each for each in found if each.startswith("durable.txt")] == [
        "durable.txt: --find-links https://example.org/simple: an address; run make lock",
        "durable.txt: --find-links https://example.org/simple has no exact version with its hashes; run make lock",
        "durable.txt: durable-rules>=2.0.28 has no exact version with its hashes; run make lock",
        "durable.txt: durable: durable-rules==2.0.28 is asked for, nothing is locked for Python 3.12; run make lock",
    ]
    assert found[-2:] == [
        "soak.txt: soak: cvc5>=1.2 is asked for, nothing is locked for Python 3.12; run make lock",
        "lock.txt: uv is locked twice for Python 3.12; run make lock",
    ]


def test_bad_usage_is_answered_with_how_it_is_used() -> None:
    """A lock that does not exist installs nothing."""
    command = [sys.executable, "-m", "requirements", "install", "nonsense"]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("Exact versions of everything that is installed here")
