"""Write the synthetic sample: `python -m analysis.responses.synthetic sample_data`."""

from __future__ import annotations

import sys

from analysis.responses.importing.folders import write_survey
from analysis.responses.synthetic.sample import make_sample

if __name__ == "__main__":
    write_survey(make_sample(), sys.argv[1])
