"""What has to be done on the day of what is urgent, where several rule sets say the same."""

from __future__ import annotations

from typing import Final

SPEAK: Final = "a clinician speaks with the client, assesses the risk of suicide and agrees on a safety plan"
EXAMINE: Final = "a clinician examines the client and measures again"
ASSESS: Final = "a clinician assesses the client"
AT_HOME: Final = "somebody speaks with the client alone and agrees on a safety plan"
