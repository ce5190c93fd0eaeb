# Intervals of one share: Wilson, Jeffreys, roster.
cat("#", R.version.string, "\n", sep = " ")
cat("x,n,roster,confidence,wilson_low,wilson_high,jeffreys_low,jeffreys_high,roster_low,roster_high\n")

roster_ends <- function(x, n, roster, tail) {
  k <- 0:(roster - n)
  chance <- exp(lchoose(roster - n, k) + lbeta(k + x + 0.5, roster - n - k + n - x + 0.5) - lbeta(x + 0.5, n - x + 0.5))
  below <- cumsum(chance)
  above <- rev(cumsum(rev(chance)))
  c(x + min(k[below >= tail]), x + max(k[above >= tail])) / roster
}

cases <- rbind(
  c(15, 23, 31), c(0, 3, 4), c(3, 3, 9), c(1, 2, 60), c(5, 5, 5), c(0, 12, 40), c(12, 12, 40), c(7, 19, 20),
  c(81, 263, 300), c(15, 148, 2000), c(400, 900, 1000), c(1, 29, 40), c(10, 20, 30), c(29999, 30000, 40000)
)
for (confidence in c(0.95, 0.80)) {
  tail <- (1 - confidence) / 2
  for (row in seq_len(nrow(cases))) {
    x <- cases[row, 1]; n <- cases[row, 2]; roster <- cases[row, 3]
    wilson <- suppressWarnings(prop.test(x, n, conf.level = confidence, correct = FALSE))$conf.int
    jeffreys <- qbeta(c(tail, 1 - tail), x + 0.5, n - x + 0.5)
    if (x == 0) jeffreys[1] <- 0
    if (x == n) jeffreys[2] <- 1
    ends <- roster_ends(x, n, roster, tail)
    cat(paste(c(x, n, roster, confidence, sprintf("%.12f", c(wilson, jeffreys, ends))), collapse = ","), "\n", sep = "")
  }
}
