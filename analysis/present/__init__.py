"""Present: SHOWING, from a `Released`, a `Comparison` of libraries or a `Followed` of waves, and from nothing else.

| Module | What it gives |
|---|---|
| `figures` | `draw_*` → `Picture`, one function a figure (the only room with matplotlib) |
| `tables`, `tables_cohorts`, `tables_situations` | `table_*` → `HtmlTable`, the same numbers as an accessible table |
| `tables_libraries`, `tables_waves` | the same of several libraries, and of several waves |
| `wording` | `say_*` → plain sentences computed from the results |

Everything here takes `(released, words, …)`, or a comparison or what was followed in its place; the language of the
result is the language of `words`. Plain text comes back as plain text: whoever puts it into a page escapes it. Nothing
here computes from answers, and nothing here can: none of them holds any.
"""
