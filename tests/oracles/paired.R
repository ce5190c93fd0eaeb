# The change of a share among the same people: McNemar's test without correction.
cat("#", R.version.string, "\n", sep = " ")
cat("gained,lost,n,chi2,p\n")
cases <- rbind(c(150, 86, 1600), c(3, 1, 9), c(0, 5, 12), c(1, 1, 2), c(40, 41, 500), c(7, 0, 7))
for (row in seq_len(nrow(cases))) {
  gained <- cases[row, 1]; lost <- cases[row, 2]; n <- cases[row, 3]
  test <- mcnemar.test(matrix(c(n - gained - lost, gained, lost, 0), 2), correct = FALSE)
  cat(paste(c(gained, lost, n, sprintf("%.12f", c(test$statistic, test$p.value))), collapse = ","), "\n", sep = "")
}
