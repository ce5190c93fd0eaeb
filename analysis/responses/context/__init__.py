"""Context: what a public agency says about libraries, beside what they say about themselves.

The annual Public Libraries Survey of the United States counts, for every public library system, the people it serves,
the kind of place it is in, and its staff as full-time equivalents. A user downloads its file; nothing is fetched here.
"""

from analysis.responses.context.filling import Filled, fill_libraries
from analysis.responses.context.matching import propose_matches
from analysis.responses.context.public_libraries import PublicLibraries, read_public_libraries

__all__ = ["Filled", "PublicLibraries", "fill_libraries", "propose_matches", "read_public_libraries"]
