# Two groups: P(X < Y) + P(X = Y)/2 from wilcox.test, Brunner-Munzel from R's ranks and variances, the p of all splits
# of the people where there are few enough, and the area between both empirical distribution functions.
cat("#", R.version.string, "\n", sep = " ")
cat("x,y,superiority,statistic,df,p_t,low,high,p_splits,wasserstein\n")

studentized <- function(x, y) {
  n1 <- length(x); n2 <- length(y)
  pooled <- rank(c(x, y))
  above_x <- pooled[seq_len(n1)] - rank(x); above_y <- pooled[-seq_len(n1)] - rank(y)
  v1 <- var(above_x) / (n1 * n2^2); v2 <- var(above_y) / (n2 * n1^2)
  p <- mean(above_y) / n1
  list(p = p, v1 = v1, v2 = v2, t = if (p == 0.5) 0 else (p - 0.5) / sqrt(v1 + v2))
}

splits_p <- function(x, y) {
  all <- c(x, y)
  splits <- combn(length(all), length(x))
  seen <- studentized(x, y)
  if (seen$v1 + seen$v2 == 0) {
    far <- apply(splits, 2, function(i) abs(studentized(all[i], all[-i])$p - 0.5)); seen <- abs(seen$p - 0.5)
  } else {
    far <- apply(splits, 2, function(i) abs(studentized(all[i], all[-i])$t)); seen <- abs(seen$t)
  }
  mean(far >= seen * (1 - 1e-9))
}

cases <- list(
  list(c(1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1), c(3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4)),
  list(c(0, 1, 3), c(5, 6, 8)), list(c(10, 20, 20, 40), c(20, 50, 60)), list(c(50, 50, 50), c(50, 50)),
  list(c(30, 45, 55, 60, 70), c(40, 65, 65, 70, 80, 90)), list(c(60, 60, 60), c(40, 60, 80, 100)),
  list(c(20, 40, 45, 50, 50, 55, 60, 85), c(35, 65)), list(c(10, 90, 10, 90), c(50, 50, 50, 55)),
  list(c(62.5, 70, 41, 58, 66, 73, 49, 55, 60, 61, 80), c(45, 52, 33, 60, 61, 47, 38, 70, 55, 58, 41, 66)),
  list(c(71, 72, 73, 74, 75), c(51, 52, 53, 54, 55, 72.5))
)
for (case in cases) {
  x <- case[[1]]; y <- case[[2]]; n1 <- length(x); n2 <- length(y)
  p <- suppressWarnings(wilcox.test(y, x)$statistic) / (n1 * n2)
  s <- studentized(x, y); v <- s$v1 + s$v2
  df <- v^2 / (s$v1^2 / (n1 - 1) + s$v2^2 / (n2 - 1))
  reach <- qt(0.975, df) * sqrt(v)
  test <- if (v == 0) rep(NA, 5) else c(s$t, df, 2 * pt(-abs(s$t), df), max(0, p - reach), min(1, p + reach))
  splits <- if (choose(n1 + n2, n1) <= 20000) splits_p(x, y) else NA
  z <- sort(unique(c(x, y)))
  area <- sum((abs(ecdf(x)(z) - ecdf(y)(z)))[-length(z)] * diff(z))
  numbers <- sapply(c(p, test, splits, area), function(v) if (is.na(v)) "" else sprintf("%.12f", v))
  cat(paste(c(paste(x, collapse = " "), paste(y, collapse = " "), numbers), collapse = ","), "\n", sep = "")
}
