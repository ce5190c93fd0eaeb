"""Present: SHOWING, from a `Released`, a `Comparison`, a `Followed` or an `OpportunityMap`, and from nothing else.

| Module | What it gives |
|---|---|
| `figures` | `draw_*` → `Picture`, one function a figure (the only room with matplotlib) |
| `tables`, `tables_cohorts`, `tables_situations` | `table_*` → `HtmlTable`, the same numbers as an accessible table |
| `tables_libraries`, `tables_waves` | the same of several libraries, and of several waves |
| `tables_strategies`, `tables_texts`, `tables_plan` | the same of strategies, of what people wrote, and of plans |
| `wording` | `say_*` → plain sentences computed from the results |
| `travel_guide` | one page for new colleagues, from released texts and themes |

Everything here takes `(released, words, …)`, or one of the others in its place; the language of the
result is the language of `words`. Plain text comes back as plain text: whoever puts it into a page escapes it. Nothing
here computes from answers, and nothing here can: none of them holds any.
"""
