"""How full the pages of a PDF are, seen as a reader sees them: from pictures of the pages."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from analysis.report.model import Report
from analysis.report.pdf import pdf_pictures
from analysis.report.pdf_data import HEIGHTS, MARGIN

__all__ = ["page_fills"]

DPI = 40
PAPER_WHITE = 248


def page_fills(report: Report) -> list[float]:
    """How far down each page after the cover is used (0–1), between its head and its foot."""
    return [_fill(picture, HEIGHTS[report.brand.paper]) for picture in pdf_pictures(report, DPI)[1:]]


def _fill(picture: bytes, height: float) -> float:
    gray = np.asarray(Image.open(io.BytesIO(picture)).convert("L"))
    scale = gray.shape[0] / height
    top, bottom = round(MARGIN["top"] * scale), round((height - MARGIN["bottom"]) * scale)
    inked = np.flatnonzero((gray[top:bottom] < PAPER_WHITE).any(axis=1))
    return float(inked[-1] + 1) / (bottom - top) if inked.size else 0.0
