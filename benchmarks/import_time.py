"""Import time: what `import analysis` adds to `import pandas`, in the same run.

    python benchmarks/import_time.py

Each pair is two fresh interpreters, one after the other, so that a busy moment of the machine meets both. The
difference is taken within a pair, and the medians over the pairs are printed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parents[1]
PAIRS = 15
CASES = {
    "import pandas": "import pandas",
    "import pandas, analysis": "import pandas, analysis",
    "… and every name of analysis": "import pandas, analysis; [getattr(analysis, name) for name in analysis.__all__]",
}


def main() -> None:
    """Measure and print one table."""
    rounds = [{name: seconds(code) for name, code in CASES.items()} for _ in range(PAIRS)]
    base = "import pandas"
    print(f"{'':<32}{'seconds':>9}{'added':>9}{'ratio':>8}   median of {PAIRS} pairs, Python {sys.version.split()[0]}")
    for name in CASES:
        whole = median(times[name] for times in rounds)
        added = median(times[name] - times[base] for times in rounds)
        ratio = median(times[name] / times[base] for times in rounds)
        print(f"{name:<32}{whole:>9.3f}{added:>9.3f}{ratio:>8.2f}")


def seconds(code: str) -> float:
    """How long a fresh interpreter takes for `code`, without its own start."""
    timed = f"import time; begin = time.perf_counter()\n{code}\nprint(time.perf_counter() - begin)"
    answer = subprocess.run([sys.executable, "-c", timed], cwd=PROJECT, capture_output=True, text=True, check=True)
    return float(answer.stdout)


if __name__ == "__main__":
    main()
