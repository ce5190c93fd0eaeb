# Omega total from one factor: the EM steps of Rubin & Thayer 1982 until nothing moves; psych::fa(fm = "ml") must come
# to the same. The first table is LSAT6 (Bock & Lieberman 1970), the others are drawn here.
cat("#", R.version.string, "with psych", as.character(packageVersion("psych")), "\n", sep = " ")
cat("case,omega,loadings,own,rows\n")
set.seed(7)
patterns <- as.matrix(expand.grid(rep(list(0:1), 5)))[, 5:1]
times <- c(3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15,
           10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298)
common <- function(n, by) round(pmin(pmax(3.5 + outer(rnorm(n), by) + matrix(rnorm(n * length(by)), n), 1), 6))
cases <- list(
  lsat6 = patterns[rep(1:32, times), ], equal = common(40, rep(1, 7)), unequal = common(60, c(1.5, 1, 0.7, 0.5)),
  three = common(35, c(1.2, 1, 0.8)), against = common(50, c(1, 1, -0.8, 1)), marks = (common(80, rep(1, 7)) > 3) * 1,
  constant = cbind(common(40, c(1, 1.2, 0.9)), 4)
)
em <- function(s) {
  lambda <- sqrt(diag(s) / 2); own <- diag(s) / 2
  for (step in 1:1000000) {
    beta <- lambda / own / (1 + sum(lambda^2 / own))
    sb <- s %*% beta
    new <- c(sb) / c(1 - sum(beta * lambda) + beta %*% sb)
    own_new <- diag(s) - new * c(sb)
    moved <- max(abs(new - lambda), abs(own_new - own)); lambda <- new; own <- own_new
    if (moved < 1e-15) break
  }
  stopifnot(moved < 1e-14, all(own > 0.01 * diag(s)))
  list(lambda = lambda * sign(sum(lambda)), own = own)
}
for (name in names(cases)) {
  m <- cases[[name]]; s <- cov(m); s <- s[diag(s) > 0, diag(s) > 0]; fit <- em(s)
  f <- psych::fa(cov2cor(s), 1, fm = "ml"); l <- c(f$loadings) * sqrt(diag(s))
  stopifnot(max(abs(abs(l) - abs(fit$lambda))) < 1e-3)
  common_part <- sum(fit$lambda)^2
  numbers <- sprintf("%.10f", common_part / (common_part + sum(fit$own)))
  lists <- sapply(fit, function(v) paste(sprintf("%.9f", v), collapse = " "))
  shown <- if (name == "lsat6") "" else paste(apply(m, 1, paste, collapse = " "), collapse = " / ")
  cat(paste(c(name, numbers, lists, shown), collapse = ","), "\n", sep = "")
}
