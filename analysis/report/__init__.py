"""Report: one plain report over released results, written as PDF, HTML, slides and a document.

| Module | What it gives |
|---|---|
| `model` | `Report` and what it is made of: sections of plain blocks, with figures, tables and their texts |
| `request` | `Request`: which report is wanted; `Results`: what it is made from |
| `contents` | `SECTIONS`, `AUDIENCES`, `compose_report(results, words, request, brand)` |
| `brand` | `Brand`: name, logo, colors, font, contact of who publishes the report |

Nothing here computes from answers. Every number is told by `present` from a `Released`, a `Comparison`, a `Followed` or
an `OpportunityMap`.
"""
