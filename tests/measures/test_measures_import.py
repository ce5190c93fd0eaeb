"""What `import analysis.measures` brings along."""

from __future__ import annotations

import subprocess
import sys


def test_import_measures__fresh_interpreter__loads_no_scipy_and_no_leaf() -> None:
    heavy = ("scipy", "matplotlib", "ipywidgets", "sqlalchemy")
    code = f"import sys, analysis.measures; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
