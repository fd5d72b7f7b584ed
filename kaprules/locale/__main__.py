"""Keep the catalogues: ``python -m kaprules.locale [update | check | missing | merge FILE...]``.

``update`` collects the messages, brings the translations in line and compiles them. ``check`` says what is not so
and ends with 1. ``missing`` prints what has no translation yet as JSON; ``merge`` takes such JSON, filled in.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .catalogues import (
    LANGUAGES,
    TEMPLATE,
    as_text,
    compiled,
    faults,
    known,
    read,
    template,
    translation,
    updated,
)
from .collected import messages


def update(more: dict[str, str]) -> None:
    """Write template, translations and compiled translations, with ``more`` translations put in."""
    wanted = template(messages())
    TEMPLATE.write_bytes(as_text(wanted))
    for language in LANGUAGES:
        catalogue = updated(language, wanted, known(read(language)) | more)
        path = translation(language)
        path.write_bytes(as_text(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))


def wrong() -> list[str]:
    """Return what is not as ``update`` would leave it, and what is not translated."""
    wanted = template(messages())
    found = [] if TEMPLATE.read_bytes() == as_text(wanted) else [f"{TEMPLATE.name} is not what the source says"]
    for language in LANGUAGES:
        path = translation(language)
        catalogue = updated(language, wanted, known(read(language)))
        if path.read_bytes() != as_text(catalogue):
            found.append(f"{path.name} of {language.value} does not go with the template")
        if path.with_suffix(".mo").read_bytes() != compiled(catalogue):
            found.append(f"{path.name} of {language.value} is not what was compiled")
        found += [f"{language.value}: {fault}" for fault in faults(catalogue)]
    return found


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    command, *files = arguments or ["check"]
    if command == "update":
        update({})
    elif command == "merge":
        update({k: v for name in files for k, v in json.loads(Path(name).read_text(encoding="utf-8")).items()})
    elif command == "missing":
        for language in LANGUAGES:
            have = known(updated(language, template(messages()), known(read(language))))
            lacking = [each.text for each in messages() if each.text not in have]
            print(json.dumps(dict.fromkeys(lacking, ""), ensure_ascii=False, indent=1))
    elif command == "check":
        found = wrong()
        print("\n".join(found) or "complete")
        return bool(found)
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
