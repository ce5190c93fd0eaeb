"""Libraries: what can be said when several of them are compared, and what cannot.

The door of a family of modules. How far do libraries lie apart, beyond chance (`fit_beta_binomial`,
`shares_likeness`, `means_likeness`)? What is each one's own value, when the others are reckoned with (`pool_shares`,
`pool_share_ranges`, `pool_means`, `pool_means_of_unknown_spread`)? And where would it stand among them
(`rank_uncertainty`)?

Everything here asks whether libraries differ beyond chance. There is no list from best to worst: a rank is
told only with the ranks that it may as well be.
"""

from analysis.measures.beta_binomial import BetaBinomial, fit_beta_binomial
from analysis.measures.likeness import Likeness, means_likeness, shares_likeness
from analysis.measures.pooling_means import PooledMeans, pool_means, pool_means_of_unknown_spread
from analysis.measures.pooling_shares import LIBRARIES_NEEDED, PooledShares, pool_share_ranges, pool_shares
from analysis.measures.ranks import rank_uncertainty

__all__ = [
    "LIBRARIES_NEEDED",
    "BetaBinomial",
    "Likeness",
    "PooledMeans",
    "PooledShares",
    "fit_beta_binomial",
    "means_likeness",
    "pool_means",
    "pool_means_of_unknown_spread",
    "pool_share_ranges",
    "pool_shares",
    "rank_uncertainty",
    "shares_likeness",
]
