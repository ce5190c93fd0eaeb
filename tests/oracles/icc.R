# One-way analysis of variance of answers in groups: mean squares and p of aov(), ICC(1) and ICC(2) of multilevel, which
# uses the mean group size; the group size of Searle and the F interval from first principles. Where all groups have
# one size and ICC(1) is above 0, multilevel's mult.icc finds the same by REML, and psych's ICC(1,1) the same interval.
# A group's answers stand between slashes; -1 is a blank.
suppressPackageStartupMessages(library(multilevel))
cat("#", R.version.string, "with multilevel", as.character(packageVersion("multilevel")), "and psych",
    as.character(packageVersion("psych")), "\n", sep = " ")
cat("rows,n,groups,msb,msw,p,k,icc1,icc2,low,high,searle_k,searle_icc1,searle_low,searle_high,reml,psych_low,psych_high\n")
cases <- list(
  balanced = list(c(3, 4, 3), c(5, 6, 5), c(1, 2, 2), c(4, 4, 6)),
  unbalanced = list(c(3, 4, 3, 5, 2), c(5, 6), c(1, 2, 2, 4, 1, 2, 3), c(4, 4, 6), c(6, 5, 6, 3)),
  blanks = list(c(3, -1, 3, 5, 2), c(5, 6, -1), c(-1, 2, 2, 4), c(-1, -1), c(4, 4, 6, -1)),
  pairs = list(c(20, 40), c(60, 70), c(55, 30), c(90, 85), c(10, 25), c(45, 70)),
  singles = list(c(3, 5, 4), 6, c(2, 1), 4, c(5, 5, 6, 3)),
  constant = list(c(4, 4, 4), c(2, 2, 2, 2), c(3, 5, 4), c(1, 2)),
  negative = list(c(1, 5, 3), c(2, 4, 3), c(1, 5, 4), c(3, 2, 4)),
  negative_pairs = list(c(10, 90), c(80, 20), c(15, 95), c(70, 40)),
  marks = list(c(1, 1, 0, 1), c(0, 0, 0, 1, 0), c(1, 1, 1), c(0, 1, 0, 0, 0, 1)),
  decimals = list(c(16.7, 33.3, 50, 41.6), c(66.7, 83.3, 58.3, 75), c(50, 25, 41.7, 33.3))
)
written <- function(v) ifelse(is.na(v), "", sprintf("%.12f", v))
for (case in cases) {
  long <- data.frame(value = unlist(case), group = factor(rep(seq_along(case), lengths(case))))
  long <- droplevels(subset(long, value >= 0))
  model <- aov(value ~ group, long)
  ms <- summary(model)[[1]][["Mean Sq"]]; df <- summary(model)[[1]][["Df"]]
  sizes <- table(long$group); n <- sum(sizes); groups <- length(sizes)
  f <- ms[1] / ms[2]; fl <- f / qf(0.975, df[1], df[2]); fu <- f * qf(0.975, df[2], df[1])
  ends <- function(k) c((fl - 1) / (fl + k - 1), (fu - 1) / (fu + k - 1))
  k <- n / groups; k0 <- (n - sum(sizes^2) / n) / (groups - 1)
  even <- length(unique(c(sizes))) == 1
  icc1 <- ICC1(model)
  reml <- if (even && icc1 > 0) mult.icc(cbind(long["value"], copy = long$value), long$group)$ICC1[1] else NA
  psych <- if (even) unlist(psych::ICC(matrix(long$value, groups, byrow = TRUE), lmer = FALSE)$results[1, 7:8]) else c(NA, NA)
  numbers <- c(ms, pf(f, df[1], df[2], lower.tail = FALSE), k, icc1, ICC2(model), ends(k),
               k0, (ms[1] - ms[2]) / (ms[1] + (k0 - 1) * ms[2]), ends(k0), reml, psych)
  cat(paste(c(paste(sapply(case, paste, collapse = " "), collapse = " / "), n, groups, written(numbers)), collapse = ","),
      "\n", sep = "")
}
