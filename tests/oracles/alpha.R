# Alpha and KR-20 as psych::alpha(), listwise and pairwise, or from cov() where psych would leave out a constant item;
# Feldt's interval from qf(). The first table is LSAT6 (Bock & Lieberman 1970), the others are drawn here.
cat("#", R.version.string, "with psych", as.character(packageVersion("psych")), "\n", sep = " ")
cat("case,missing,alpha,n,low,high,rows\n")
set.seed(4)
patterns <- as.matrix(expand.grid(rep(list(0:1), 5)))[, 5:1]
times <- c(3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15,
           10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298)
common <- function(n, k, by) round(pmin(pmax(3.5 + by * rnorm(n) + matrix(rnorm(n * k), n), 1), 6))
blanks <- function(m, part) { m[sample(length(m), round(part * length(m)))] <- NA; m }
marks <- function(n, k) (common(n, k, 1) > 3) * 1
cases <- list(
  lsat6 = patterns[rep(1:32, times), ], six_points = common(25, 7, 1), blanks = blanks(common(30, 5, 0.8), 0.12),
  two_items = common(12, 2, 1), two_people = rbind(c(1, 3, 2), c(4, 4, 5)), against = cbind(1:6, c(6, 4, 5, 3, 1, 2)),
  constant = cbind(common(15, 3, 1), 4), marks = marks(20, 7), marks_blank = blanks(marks(40, 7), 0.06)
)
by_hand <- function(s) ncol(s) / (ncol(s) - 1) * (1 - sum(diag(s)) / sum(s))
for (name in names(cases)) for (missing in c("listwise", "pairwise")) {
  m <- cases[[name]]; complete <- m[complete.cases(m), , drop = FALSE]
  if (missing == "pairwise" && !anyNA(m)) next
  used <- if (missing == "listwise") complete else m
  s <- cov(used, use = "pairwise")
  value <- by_hand(s)
  if (all(diag(s) > 0) && nrow(used) > 2) {
    told <- suppressWarnings(suppressMessages(psych::alpha(as.data.frame(used), warnings = FALSE, check.keys = FALSE)))
    stopifnot(abs(told$total$raw_alpha - value) < 1e-12)
  }
  n <- nrow(used); k <- ncol(m)
  ends <- if (missing == "listwise") 1 - (1 - value) * qf(c(0.975, 0.025), n - 1, (n - 1) * (k - 1)) else c(NA, NA)
  numbers <- sapply(c(value, n, ends), function(v) if (is.na(v)) "" else sprintf("%.12g", v))
  row <- function(r) paste(ifelse(is.na(r), -1, r), collapse = " ")
  shown <- if (name == "lsat6") "" else paste(apply(m, 1, row), collapse = " / ")
  cat(paste(c(name, missing, numbers, shown), collapse = ","), "\n", sep = "")
}
