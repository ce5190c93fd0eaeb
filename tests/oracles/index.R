# The urn of the index: mean and standard deviation of 100 times the roster's mean score, in closed form.
# Weights are Dirichlet with total A = n + 1; M = (sum of seen + sum over N - n silent) / N.
cat("#", R.version.string, "\n", sep = " ")
cat("scores,roster,mean,sd\n")
cases <- list(
  list(c("7/7", "5/7", "2/5"), 5), list(c("7/7", "7/7", "7/7"), 30), list(c("0/6", "3/6", "5/5", "1/7", "6/7"), 12),
  list(c("4/7", "4/7", "5/7", "3/6", "2/5", "7/7", "0/7", "6/6", "5/6"), 31)
)
ratio <- function(text) sapply(strsplit(text, "/"), function(part) as.numeric(part[1]) / as.numeric(part[2]))
for (case in cases) {
  seen <- ratio(case[[1]]); roster <- case[[2]]; n <- length(seen); silent <- roster - n
  values <- c(seen, (0:7) / 7); weights <- c(rep(1, n), rep(1 / 8, 8)); total <- n + 1
  m1 <- sum(weights * values) / total
  spread <- sum(weights * values^2) / total - m1^2
  # Var(sum over m draws) for a Polya urn: m * spread * (total + m) / (total + 1).
  variance <- silent * spread * (total + silent) / (total + 1)
  mean <- 100 * (sum(seen) + silent * m1) / roster
  cat(paste(c(paste(case[[1]], collapse = " "), roster, sprintf("%.12f", c(mean, 100 * sqrt(variance) / roster))), collapse = ","), "\n", sep = "")
}
