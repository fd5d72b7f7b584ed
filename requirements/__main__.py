"""Exact versions of everything that is installed here: written, checked, installed.

``python -m requirements install NAME...`` installs what the files of those names lock, and kaprules itself, into the
Python that runs it. ``write`` brings the files in line with ``setup.cfg`` and ``pyproject.toml`` (``--upgrade``: newest
of everything); it needs the network and uv. ``check`` says what is not in line, without the network;
``compare`` says whether ``write`` would change anything. ``latest`` installs the newest in place of what is locked.
"""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final, NamedTuple

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent
PYTHONS: Final = ("3.11", "3.12", "3.13")
DEVELOPMENT: Final = "development"
BUILD: Final = "build"
LOCKS: Final = {
    DEVELOPMENT: ("", "testing", "progress", "proof", "report", "words", "test", "lint", "docs"),
    "library": ("",),
    "durable": ("durable",),
    "browser": ("browser",),
    "cross_checks": ("cross_checks",),
    "soak": ("soak",),
    "lock": ("lock",),
}
"""Each file with the extras that it locks; "" is what the library itself needs. ``build`` is of ``pyproject.toml``."""
HEAD: Final = "# Written by `make lock` from setup.cfg and pyproject.toml: change those, and run it again.\n"
REMEDY: Final = "run make lock"
NEEDED_FROM_3_13: Final = {"CPPFLAGS": "-DPyEval_CallObject=PyObject_CallObject"}
"""What durable-rules is built with where Python no longer has a name that it calls."""


class Pin(NamedTuple):
    """One line of a lock: a version, where it is meant for, and whether a hash stands by it."""

    name: str
    version: str
    marker: str
    hashed: bool


# What is wanted, and what is locked ---------------------------------------------------------------------------


def wanted(root: Path = ROOT) -> dict[str, dict[str, list[str]]]:
    """Return the requirements of each lock, by where they are written."""
    config = configparser.ConfigParser()
    config.read(root / "setup.cfg", encoding="utf-8")
    extras = {name: text.split("\n")[1:] for name, text in config["options.extras_require"].items()}
    extras[""] = config["options"]["install_requires"].split("\n")[1:]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    found = {BUILD: {"build-system": project["build-system"]["requires"]}}
    return found | {lock: {extra: extras[extra] for extra in among} for lock, among in LOCKS.items()}


def pins(text: str) -> Iterator[Pin]:
    """Yield the lines of a lock."""
    for line in text.replace("\\\n", " ").splitlines():
        told = line.split(" #")[0].strip()
        if told and not told.startswith("#"):
            required, *hashes = told.split("--hash=")
            spelled, _, marker = required.partition(";")
            name, exact, version = spelled.partition("==")
            yield Pin(_normal(name) if exact else name.strip(), version.strip(), marker.strip(), bool(hashes))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def faults(root: Path = ROOT) -> Iterator[str]:
    """Yield what is asked for and not locked, or locked twice, or without a hash; nothing is asked of the network."""
    from packaging.markers import Marker
    from packaging.requirements import Requirement

    config = configparser.ConfigParser()
    config.read(root / "setup.cfg", encoding="utf-8")
    held = {extra for among in LOCKS.values() for extra in among}
    extras = sorted(config["options.extras_require"].keys() - held)
    yield from (f"setup.cfg: no lock holds the extra {extra}; name it in requirements/__main__.py" for extra in extras)
    for lock, by_extra in wanted(root).items():
        path = root / "requirements" / f"{lock}.txt"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        locked = list(pins(text))
        yield from (f"{path.name}: {line.strip()}: an address; {REMEDY}" for line in text.splitlines() if "://" in line)
        for pin in locked:
            if not (pin.version and pin.hashed):
                yield f"{path.name}: {pin.name} has no exact version with its hashes; {REMEDY}"
        for python in PYTHONS:
            here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
            there = [each for each in locked if not each.marker or Marker(each.marker).evaluate(here)]
            versions: dict[str, list[str]] = {}
            for pin in there:
                versions.setdefault(pin.name, []).append(pin.version)
            twice = sorted(name for name, known in versions.items() if len(known) > 1)
            yield from (f"{path.name}: {name} is locked twice for Python {python}; {REMEDY}" for name in twice)
            for extra, asked in by_extra.items():
                for each in map(Requirement, asked):
                    if each.marker is not None and not each.marker.evaluate(here):
                        continue
                    known = versions.get(_normal(each.name), [])
                    if not any(each.specifier.contains(version, prereleases=True) for version in known):
                        among = f"{extra}: " if extra else ""
                        have = known[0] if known else "nothing"
                        yield f"{path.name}: {among}{each} is asked for, {have} is locked for Python {python}; {REMEDY}"


# Writing ------------------------------------------------------------------------------------------------------


def locked_anew(*options: str) -> dict[str, str]:
    """Return each lock as uv makes it: what is locked stays as it is where it still may."""
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        for lock, by_extra in wanted().items():
            path = Path(folder) / f"{lock}.txt"
            if (HERE / path.name).exists():
                path.write_text((HERE / path.name).read_text(encoding="utf-8"), encoding="utf-8")
            together = [f"--constraints={folder}/{DEVELOPMENT}.txt"] if lock not in (BUILD, DEVELOPMENT) else []
            command = ["uv", "pip", "compile", "-", "--quiet", "--no-config", "--universal", "--no-header"]
            command += ["--no-annotate", "--generate-hashes", f"--python-version={PYTHONS[0]}", *together, *options]
            asked = "\n".join(line for lines in by_extra.values() for line in lines)
            beside = Path(sys.executable).parent
            environment = os.environ | {"PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"}
            subprocess.run([*command, f"--output-file={path}"], input=asked, text=True, check=True, env=environment)
            made[lock] = HEAD + path.read_text(encoding="utf-8").removeprefix(HEAD)
    return made


def write(*options: str) -> None:
    """Write each lock."""
    for lock, text in locked_anew(*options).items():
        (HERE / f"{lock}.txt").write_text(text, encoding="utf-8")


def compare() -> Iterator[str]:
    """Yield which locks ``write`` would change."""
    for lock, text in locked_anew().items():
        if (HERE / f"{lock}.txt").read_text(encoding="utf-8") != text:
            yield f"{lock}.txt is not what setup.cfg and pyproject.toml come to today; {REMEDY}"


# Installing ---------------------------------------------------------------------------------------------------


def pip(*arguments: str) -> None:
    """Run pip of this Python."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    needed = NEEDED_FROM_3_13 if sys.version_info >= (3, 13) else {}
    subprocess.run([*command, *arguments], check=True, cwd=ROOT, env=os.environ | needed)


def install(*locks: str) -> None:
    """Install what is locked, by its hashes; then kaprules, as it lies here.

    durable-rules is built here, never taken from what pip kept: that may have been built for Python 3.13 as it stands.
    """
    hashed = ("--require-hashes", "--no-build-isolation", "-r")
    pip(*hashed, f"requirements/{BUILD}.txt")
    if "durable" in locks:
        pip("--no-cache-dir", *hashed, "requirements/durable.txt")
        if not _imported("durable_rules_engine"):  # it was there, built otherwise
            pip("--no-cache-dir", "--force-reinstall", *hashed, "requirements/durable.txt")
        if not _imported("durable_rules_engine"):
            sys.exit(f"durable-rules was built for {sys.executable} and cannot be imported: report this")
    for lock in locks:
        if lock != "durable":
            pip(*hashed, f"requirements/{lock}.txt")
    pip("--no-deps", "--no-build-isolation", "--editable", ".")


def _imported(module: str) -> bool:
    return not subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False).returncode


def latest() -> None:
    """Install the newest of everything that the development needs, and say what is newer than what is locked."""
    pip("--upgrade", "pip", "setuptools", "wheel")
    pip("--upgrade", "--no-cache-dir", "--no-build-isolation", *wanted()["durable"]["durable"])
    extras = ",".join(extra for extra in LOCKS[DEVELOPMENT] if extra)
    pip("--upgrade", "--upgrade-strategy=eager", "--no-build-isolation", "--editable", f".[{extras}]")
    locked: dict[str, list[str]] = {}
    for lock in (BUILD, DEVELOPMENT, "durable"):
        for pin in pins((HERE / f"{lock}.txt").read_text(encoding="utf-8")):
            locked.setdefault(pin.name, []).append(pin.version)
    newer = [f"{name} {_installed(name)} ({', '.join(known)})" for name, known in locked.items() if _newer(name, known)]
    print("newer than what is locked:", "; ".join(newer) or "nothing")


def _newer(name: str, locked: list[str]) -> bool:
    return _installed(name) not in ("", *locked)


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    command, *rest = arguments or [""]
    if command == "install" and rest and set(rest) <= LOCKS.keys():
        install(*rest)
    elif command == "write" and rest in ([], ["--upgrade"]):
        write(*rest)
    elif command in ("check", "compare") and not rest:
        found = list(faults() if command == "check" else compare())
        print("\n".join(found) or "in line")
        return bool(found)
    elif command == "latest" and not rest:
        latest()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(f"{' '.join(error.cmd[:5])} ... ended with {error.returncode}")
