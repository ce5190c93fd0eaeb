# Libraries pooled. Means: a random intercept by REML from person rows with lme4, and its shrunken means (coef).
# Shares (value) and ranges of counts (value to ss): the beta-binomial likelihood from lbeta, climbed with optim from several starts, and (x + a)/(n + a + b).
suppressMessages(library(lme4))
cat("#", R.version.string, "lme4", as.character(packageVersion("lme4")), "\n", sep = " ")
cat("family,case,library,n,value,ss,pooled,first,second,third\n")
write <- function(family, case, library, n, value, ss, pooled, whole) {
  numbers <- sprintf("%.10f", c(value, ss, pooled, whole))
  cat(paste(c(family, case, library, n, numbers), collapse = ","), "\n", sep = "")
}

set.seed(20240)
people <- function(n, between, within) {
  library <- rep(seq_along(n), n)
  data.frame(library, score = 50 + rnorm(length(n), 0, between)[library] + rnorm(sum(n), 0, within))
}
dyestuff <- data.frame(library = rep(1:6, each = 5), score = c(
  1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
  1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445
))
alike <- data.frame(library = rep(1:4, each = 3), score = c(40, 50, 60, 60, 51, 41, 42, 49, 61, 59, 50, 43))
cases <- list(
  dyestuff = dyestuff, balanced = people(rep(8, 12), 7, 20), unbalanced = people(c(1, 2, 3, 5, 8, 13, 21, 34, 55, 89), 6, 18),
  pairs = people(rep(2, 25), 12, 15), boundary = alike, large_between = people(c(4, 9, 6, 12, 3, 30), 60, 5)
)
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5), check.conv.singular = "ignore")
for (case in names(cases)) {
  rows <- cases[[case]]
  fit <- suppressWarnings(lmer(score ~ 1 + (1 | library), rows, REML = TRUE, control = control))
  variances <- as.data.frame(VarCorr(fit))$vcov
  for (one in unique(rows$library)) {
    score <- rows$score[rows$library == one]
    pooled <- coef(fit)$library[as.character(one), 1]
    write("means", case, one, length(score), mean(score), sum((score - mean(score))^2), pooled, c(fixef(fit), variances))
  }
}

chances <- function(low, high, n, a, b) {
  x <- low:high
  exp(lchoose(n, x) + lbeta(x + a, n - x + b) - lbeta(a, b))
}
loss <- function(place, low, high, n) {
  mean <- plogis(place[1]); total <- exp(place[2])
  -sum(mapply(function(low, high, n) log(sum(chances(low, high, n, mean * total, (1 - mean) * total))), low, high, n))
}
tumours <- list(
  x = c(rep(0, 14), rep(1, 8), rep(2, 9), 1, 5, 2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10, rep(4, 7), 10, 4, 4, 4, 5, 11, 12, 5, 5, 6,
        5, 6, 6, 6, 6, 16, 15, 15, 9, 4),
  n = c(rep(20, 7), rep(19, 4), 18, 18, 17, rep(20, 4), 19, 19, 18, 18, 25, 24, 23, rep(20, 6), 10, 49, 19, 46, 27, 17, 49,
        47, 20, 20, 13, 48, 50, rep(20, 7), 48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14)
)
cases <- list(
  tumours = list(low = tumours$x, high = tumours$x, n = tumours$n),
  small = list(low = c(0, 2, 3, 1, 4, 2, 0, 3), high = c(0, 2, 3, 1, 4, 2, 0, 3), n = c(3, 2, 4, 3, 4, 5, 2, 3)),
  far = list(low = c(0, 19, 1, 30, 12, 2), high = c(0, 19, 1, 30, 12, 2), n = c(20, 20, 12, 31, 15, 40)),
  unbalanced = list(low = c(1, 3, 9, 40, 180, 5), high = c(1, 3, 9, 40, 180, 5), n = c(2, 4, 15, 90, 300, 6)),
  told = list(low = c(0, 5, 4, 12, 0, 11, 7), high = c(2, 7, 4, 12, 2, 13, 9), n = c(7, 7, 8, 30, 13, 13, 9))
)
for (case in names(cases)) {
  low <- cases[[case]]$low; high <- cases[[case]]$high; n <- cases[[case]]$n
  starts <- expand.grid(qlogis(sum(low + high) / sum(2 * n)), c(-1, 1, 3, 5))
  tries <- lapply(seq_len(nrow(starts)), function(row) {
    rough <- optim(unlist(starts[row, ]), loss, low = low, high = high, n = n, control = list(reltol = 1e-15, maxit = 5000))
    optim(rough$par, loss, low = low, high = high, n = n, method = "BFGS", control = list(reltol = 1e-15, maxit = 5000))
  })
  best <- tries[[which.min(sapply(tries, function(try) try$value))]]$par
  a <- plogis(best[1]) * exp(best[2]); b <- plogis(-best[1]) * exp(best[2])
  for (one in seq_along(n)) {
    likely <- chances(low[one], high[one], n[one], a, b)
    pooled <- sum(likely * (low[one]:high[one] + a) / (n[one] + a + b)) / sum(likely)
    write("shares", case, one, n[one], low[one], high[one], pooled, c(a, b, 1 / (a + b + 1)))
  }
}
