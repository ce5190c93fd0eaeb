# Krippendorff's alpha from the matrix of coincidences, value pair by value pair as it is defined, on four scales; Cohen's
# kappa of the first two observers by psych: unweighted, and with linear and quadratic weights, which are handed to it.
# psych weighs by the places of the codes, so its cases have codes 1, 2, 3 … without a gap. Observers stand between
# slashes; -1 is a blank.
suppressPackageStartupMessages(library(psych))
cat("#", R.version.string, "with psych", as.character(packageVersion("psych")), "\n", sep = " ")
cat("rows,nominal,ordinal,interval,ratio,kappa,linear,quadratic\n")
cases <- list(
  example_c = list(c(1, 2, 3, 3, 2, 1, 4, 1, 2, -1, -1, -1), c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, -1, 3),
                   c(-1, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, -1), c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, -1)),
  marks = list(c(1, 1, 0, 0, 0, 0, 1, 0, 0, 0), c(1, 0, 0, 0, 1, 0, 1, 0, 0, 0)),
  against = list(c(1, 2, 1, 2, 1, 2), c(2, 1, 2, 1, 2, 2)),
  steps = list(c(1, 2, 3, 4, 5, 1, 2, 3, 3, 4, 5, 2), c(1, 3, 3, 5, 4, 1, 2, 2, 3, 4, 5, 1)),
  skewed = list(c(1, 1, 1, 1, 1, 1, 1, 1, 2, 3), c(1, 1, 1, 1, 1, 2, 1, 1, 2, 1)),
  gaps = list(c(0, 7, -1, 2.5, 2.5, 10, -1), c(0, 4, 7, 2.5, -1, 10, -1), c(2.5, 7, 7, -1, -1, 4, 0)),
  habits = list(c(1, 1, 1, 1, 2, 2, 3, 1), c(3, 2, 3, 1, 3, 3, 3, 2)),
  five = list(c(1, 2, 3, 1), c(1, 2, 3, 2), c(1, 2, 2, 1), c(2, 2, 3, 1), c(1, 3, 3, 1))
)
disagreement <- function(c, k, totals, scale) {
  values <- as.numeric(names(totals))
  if (scale == "nominal") return(as.numeric(c != k))
  if (scale == "interval") return((c - k)^2)
  if (scale == "ratio") return(if (c + k == 0) 0 else ((c - k) / (c + k))^2)
  between <- totals[values >= min(c, k) & values <= max(c, k)]
  (sum(between) - (totals[as.character(c)] + totals[as.character(k)]) / 2)^2
}
alpha <- function(ratings, scale) {
  names <- as.character(sort(unique(ratings[!is.na(ratings)])))
  coincidences <- matrix(0, length(names), length(names), dimnames = list(names, names))
  for (unit in seq_len(ncol(ratings))) {
    codes <- ratings[!is.na(ratings[, unit]), unit]
    if (length(codes) < 2) next
    for (i in seq_along(codes)) for (j in seq_along(codes)) if (i != j) {
      at <- as.character(codes[c(i, j)])
      coincidences[at[1], at[2]] <- coincidences[at[1], at[2]] + 1 / (length(codes) - 1)
    }
  }
  totals <- rowSums(coincidences); n <- sum(totals); observed <- 0; expected <- 0
  for (c in names) for (k in names) {
    apart <- disagreement(as.numeric(c), as.numeric(k), totals, scale)
    observed <- observed + coincidences[c, k] * apart
    expected <- expected + totals[c] * totals[k] * apart
  }
  1 - (n - 1) * observed / expected
}
kappas <- function(ratings) {
  pair <- t(ratings[1:2, ]); pair <- pair[complete.cases(pair), ]
  codes <- sort(unique(c(pair))); k <- length(codes)
  if (!identical(codes, as.numeric(seq_len(k)))) return(c(NA, NA, NA))
  apart <- abs(outer(seq_len(k), seq_len(k), "-"))
  linear <- cohen.kappa(pair, w = 1 - apart / (k - 1)); squares <- cohen.kappa(pair, w = 1 - apart^2 / (k - 1)^2)
  c(linear$kappa, linear$weighted.kappa, squares$weighted.kappa)
}
for (case in cases) {
  ratings <- do.call(rbind, case); ratings[ratings < 0] <- NA
  numbers <- c(sapply(c("nominal", "ordinal", "interval", "ratio"), function(scale) alpha(ratings, scale)), kappas(ratings))
  written <- ifelse(is.na(numbers), "", sprintf("%.12f", numbers))
  cat(paste(c(paste(sapply(case, paste, collapse = " "), collapse = " / "), written), collapse = ","), "\n", sep = "")
}
