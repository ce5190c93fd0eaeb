# Two shares of different people: Newcombe's interval (his method 10) and Fisher's exact p.
cat("#", R.version.string, "\n", sep = " ")
cat("x1,n1,x2,n2,low,high,p\n")
wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int
cases <- rbind(
  c(56, 70, 48, 80), c(9, 10, 3, 10), c(5, 56, 0, 29), c(10, 10, 0, 20), c(3, 3, 0, 3), c(2, 5, 7, 11), c(0, 4, 0, 9),
  c(4, 4, 9, 9), c(1, 6, 24, 31), c(6, 6, 18, 31), c(150, 400, 210, 420), c(1, 1, 1, 2), c(11, 22, 11, 22), c(3, 11, 8, 11)
)
for (row in seq_len(nrow(cases))) {
  x1 <- cases[row, 1]; n1 <- cases[row, 2]; x2 <- cases[row, 3]; n2 <- cases[row, 4]
  one <- wilson(x1, n1); two <- wilson(x2, n2)
  p1 <- x1 / n1; p2 <- x2 / n2
  low <- p1 - p2 - sqrt((p1 - one[1])^2 + (two[2] - p2)^2)
  high <- p1 - p2 + sqrt((one[2] - p1)^2 + (p2 - two[1])^2)
  p <- fisher.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2))$p.value
  cat(paste(c(x1, n1, x2, n2, sprintf("%.12f", c(low, high, p))), collapse = ","), "\n", sep = "")
}
