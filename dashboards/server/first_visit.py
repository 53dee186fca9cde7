"""What the server does before its first visitor: it secures itself, and visits the app so that nobody waits.

Only to the app: it imports every page, and a visit to each page apart would add a third to the time to start.
Run by `panel serve --setup`.
"""

import gc
from pathlib import Path

from bokeh.command.util import build_single_handler_applications
from bokeh.settings import settings
from panel.command.serve import Serve

from dashboards.server.safety import secure

APP = Path(__file__).parents[1] / "app.py"

if __name__ == "panel_setup_module":  # as `panel serve` names it; importing it visits nothing
    try:
        secure()
        settings.perform_document_validation = False  # each reader would wait for it
        settings.perform_error_diagnostics = False  # each move looked for names like the one it lacks
        Serve.warm_applications(Serve, build_single_handler_applications([str(APP)]), reuse_sessions=False)
        # what is loaded stays: looked through for what may go, it held everybody up a second per page closed
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()  # `kans serve` loads without
