"""Report: one plain report over released results, written as PDF, HTML, slides and a document.

| Module | What it gives |
|---|---|
| `request` | `Request`: which report is wanted; `Results`: what it is made from |
| `model` | `Report` and what it is made of: sections of plain blocks, with figures, tables and their texts |
| `brand`, `brand_file` | `Brand`: name, logo, colors, font, contact of who publishes the report; `load_brand(path)` |
| `contents`, `sections_*` | `compose_report(results, words, request, brand)`: which sections, and what each says |
| `consortium` | `compose_consortium(…)`: the report of all libraries of a wave together |
| `making` | `make_report(sources, request, brand)`: gathers the results and composes |
| `pdf`, `html`, `slides`, `document` | the bytes of one format |
| `writing` | `FORMATS`, `write_report(report, path)` |
| `batch` | `make_batch(place, batch)`: many reports on all processors |
| `manifest`, `reading`, `verifying` | the numbers of a report, read back from a file, and compared with the data |

Nothing here computes from answers. Every number is told by `present` from a `Released`, a `Comparison`, a `Followed` or
an `OpportunityMap`.
"""
