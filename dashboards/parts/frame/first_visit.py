"""What the server does before its first visitor: one visit to the app, so that nobody waits for imports.

Only to the app: it imports every page, and a visit to each page apart would add a third to the time to start.
Run by `panel serve --setup`.
"""

from pathlib import Path

from bokeh.command.util import build_single_handler_applications
from panel.command.serve import Serve

APP = Path(__file__).parents[2] / "app.py"

if __name__ == "panel_setup_module":  # as `panel serve` names it; importing it visits nothing
    Serve.warm_applications(Serve, build_single_handler_applications([str(APP)]), reuse_sessions=False)
