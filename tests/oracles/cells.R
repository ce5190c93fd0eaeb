# One of four cells: probability of at most k of the roster, (x + K) with K ~ BetaBinomial(N - n; x + 1/4, n - x + 3/4).
cat("#", R.version.string, "\n", sep = " ")
cat("x,n,roster,heads,at_most\n")
cases <- rbind(c(4, 9, 14), c(0, 9, 14), c(7, 12, 19), c(3, 3, 8))
for (row in seq_len(nrow(cases))) {
  x <- cases[row, 1]; n <- cases[row, 2]; roster <- cases[row, 3]
  k <- 0:(roster - n)
  chance <- exp(lchoose(roster - n, k) + lbeta(k + x + 0.25, roster - x - k + 0.75) - lbeta(x + 0.25, n - x + 0.75))
  for (i in seq_along(k)) cat(paste(c(x, n, roster, x + k[i], sprintf("%.12f", sum(chance[1:i]))), collapse = ","), "\n", sep = "")
}
