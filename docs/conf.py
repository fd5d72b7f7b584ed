"""How the documentation is built: pages of prose, and pages made from the rules' declarations."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

import catalogue

project = "kaprules"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "kaprules"
nitpicky = True


def setup(app):
    """Write the generated pages before anything is read."""
    app.connect("builder-inited", lambda app: catalogue.write(Path(app.srcdir) / "rules"))
