"""Released: what may leave the protected room, and the only thing that figures, tables and pages accept.

A released number is a *range of counts* `count_low … count_high` out of `n`: one point where the count may
be told, several neighbouring counts where it may only be told as "2 or fewer" or "between 3 and 7" (also
where that is no more than what follows from other figures), and blank where it is withheld. Every share, interval, probability and sentence is computed from that range alone,
so nothing that is shown knows more than what is shown.

Frames of a `Released` (`cohort` and `value` name the group; `all`/`all` is everybody; `leads` holds
`leaders` and `front_line`). `withheld` is True where nothing may be told, and `reason` says why in terms of
design facts only: `few` (fewer people than the threshold), `nobody` (nobody answered), `complement` (it could
be worked out together with other figures, or would let a withheld one be worked out), `thin` (the figure needs
twenty people).

| Frame | One row per | Columns beside `cohort`, `value`, `n`, `roster`, `withheld`, `reason` |
|---|---|---|
| `respondents` | group | – (`n` is blank where withheld; `roster` is blank where unknown) |
| `marks` | group × quality × mark (`exists`, `develop`) | `quality`, `mark`, `count_low`, `count_high`, `share`, `low`, `high`, `confidence`, `question`, `method`, `note` |
| `four_cells` | quality × cell (`strengthen`, `sustain`, `build`, `neither`), all staff | `quality`, `cell`, and the columns of `marks` from `count_low` on |
| `bands` | group × scope (`overall`, each situation) × band (`fixed`, `mixed`, `growth`) | `scope`, `band`, and the columns of `marks` from `count_low` on |
| `classes` | scope × class of ten points, all staff | `scope`, `class_from`, `class_to` (0–100), and the columns of `marks` from `count_low` on; withheld as `thin` below twenty people |
| `distributions` | group × scope | `median_from`, `median_to`, `quartile_1_from`, `quartile_1_to`, `quartile_3_from`, `quartile_3_to` (points between which the quantile lies, for every way to fill bands and classes that fits; between the middle two people where it falls there), `dots` (twenty pairs from–to, each for a twentieth of the group, rising; none below twenty people), `agreement_low`, `agreement_high` (van der Eijk's A of the three bands, the least and the largest that the told counts allow), `camps` (`split`, `together`, or empty), `question`, `method`, `note` |
| `differences` | group (not all staff) × scope | `n_rest`, `superiority_low`, `superiority_high` (0–1, what the told counts allow), `low`, `high` (interval), `confidence`, `distance_low`, `distance_high` (Wasserstein, points), `p`, `p_adjusted` (at the told counts that are closest to no difference), `question`, `method`, `note` |
| `profile` | situation, all staff | `score` (0–100), `shift` (points from where people usually stand), `low`, `high` (of the shift), `confidence`, `p`, `p_adjusted`, `question`, `method`, `note` |
| `components` | quantity (`person`, `situation`, `residual`, `relative`, `absolute`), all staff | `quantity`, `share` (0–1), `low`, `high`, `confidence`, `question`, `method`, `note` |
| `unmet` | quality, all staff | `quality`, `of_low`, `of_high` (people who gave both marks and do not see the quality; as the cells and the mark `exists` tell it), `count_low`, `count_high` (those of them who want it developed), `share_low`, `share_high`, `question`, `note`; withheld as `complement` where `of` may be a group too small to be shown, or any part of it may want it |
| `maturity` | group | `index`, `low`, `high` (0–100), `confidence`, `question`, `method`, `note`, `p_absent` … `p_embedded`, `level_from`, `level_to`, `level_probability` |
| `priority` | quality, all staff, highest first | `quality`, `top_three` (0–1; from the mark `develop`, whose answerers are `n`), `build`, `strengthen` (shares of those who answered both marks, blank where a range), `rank_leaders`, `rank_front_line` (blank where not known), `note` |
| `gaps` | quality | `quality`, `leaders_n`, `front_line_n`, `leaders`, `front_line` (shares), `difference` (blank where a count is a range), `low`, `high` (span what is allowed), `p`, `p_adjusted` (at the counts that are closest together), `question`, `method`, `note` |
| `ratings` | training strategy in use × band (`hardly`: points 1–2, `somewhat`: 3, `well`: 4–5), all staff | `strategy_id`, `band`, and the columns of `marks` from `count_low` on |
| `goals` | group × question about goals × kind (`performance`, `mixed`, `learning`) | `item`, `goal`, and the columns of `marks` from `count_low` on; of the people whose goal is coded, under the threshold for texts |
| `themes` | group × coded question × theme | `item`, `theme`, and the columns of `marks` from `count_low` on; of the people whose text is coded, under the threshold for texts |
| `theme_differences` | group (not all staff) × coded question × theme | `item`, `theme`, `n_rest`, `difference` (shares, group minus all others; blank where a count is a range), `low`, `high` (span what is allowed), `p`, `p_adjusted` (over the themes and groups of a question and cohort column; at the counts that are closest together), `question`, `method`, `note` |
| `codebook` | theme of the library's own | `theme`, `part`, `name`, `meaning` |
| `texts` | released text | `item`, `text` (masked and confirmed; in no order that tells who wrote it) |
| `text_items` | text question | `item`, `n` (people who wrote), `withheld`, `reason` (`few`, `unconfirmed`, `nobody`), `coded` (people whose text is coded and settled; blank where `few` or `nobody`), `coders` (0, 1 or 2 who read; blank likewise), `agreement` of the two coders (`good` from an alpha of .80 on, `fair` from .667 on, `poor` below; empty with fewer than the threshold of texts that both read) |
| `strategies`, `actions` | as in `analysis.responses.frames` | what the library itself entered about its inventory and its plan |

`share` is blank where the count is a range; `low`/`high` then span what the range allows. `n` is the number
of people who gave a yes or a no (or a position), not the number who answered anything.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.guide import Guide, Policy

__all__ = ["Provenance", "Released"]


@dataclass(frozen=True)
class Provenance:
    """What a released result came from, so that it can be checked and cited."""

    guide_id: str
    guide_version: str
    toolkit_version: str
    data_fingerprint: str
    policy: Policy


@dataclass(frozen=True)
class Released:
    """The fixed views of one wave of one library, protected together. Only `release` makes one."""

    guide: Guide
    library_id: str
    library_name: str
    wave: str
    provenance: Provenance
    respondents: pd.DataFrame
    marks: pd.DataFrame
    four_cells: pd.DataFrame
    bands: pd.DataFrame
    classes: pd.DataFrame
    distributions: pd.DataFrame
    differences: pd.DataFrame
    profile: pd.DataFrame
    components: pd.DataFrame
    unmet: pd.DataFrame
    maturity: pd.DataFrame
    priority: pd.DataFrame
    gaps: pd.DataFrame
    ratings: pd.DataFrame
    goals: pd.DataFrame
    themes: pd.DataFrame
    theme_differences: pd.DataFrame
    codebook: pd.DataFrame
    texts: pd.DataFrame
    text_items: pd.DataFrame
    strategies: pd.DataFrame
    actions: pd.DataFrame
    team_guide: dict[str, str | int] | None = None
    members: tuple[str, ...] = ()
    """The libraries behind a consortium; empty for a library of its own."""

    @property
    def cohorts(self) -> tuple[str, ...]:
        """The cohort columns of which at least one group may be shown, in the guide's order."""
        shown = self.respondents.loc[~self.respondents["withheld"], "cohort"]
        known = [cohort.id for cohort in (*self.guide.cohorts, *self.guide.pair_cohorts)]
        return tuple(cohort for cohort in known if cohort in set(shown))

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all may be told about the answers of this wave."""
        return bool(self.respondents["withheld"].all())

    def group(self, frame: str, cohort: str = "all", value: str = "all") -> pd.DataFrame:
        """The rows of one of the frames that speak about one group."""
        table: pd.DataFrame = getattr(self, frame)
        return table[(table["cohort"] == cohort) & (table["value"] == value)]
