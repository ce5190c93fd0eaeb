# Raking: survey::rake() of one person per count, until nothing moves; stats::loglin() as a second way;
# the design effect from its two sums. Tables are written column by column, as R keeps them.
cat("#", R.version.string, "with survey", as.character(packageVersion("survey")), "\n", sep = " ")
cat("table,shape,margins,raked,design_effect\n")
suppressMessages(library(survey))
set.seed(11)
drawn <- function(shape, mean) { t <- array(rpois(prod(shape), mean) + 1, shape); t }
margins_of <- function(t, total) lapply(seq_along(dim(t)), function(a) {
  m <- apply(t, a, sum) * runif(dim(t)[a], 0.5, 2); m / sum(m) * total
})
published <- matrix(c(40, 30, 20, 10, 35, 50, 100, 75, 30, 80, 70, 120, 20, 30, 40, 50), 4, byrow = TRUE)
holes <- drawn(c(4, 3), 6); holes[1, 2] <- 0; holes[4, 3] <- 0
three <- drawn(c(2, 3, 4), 3); one <- drawn(5, 4); lopsided <- matrix(c(30, 2, 2, 9), 2)
cases <- list(
  list(published, list(c(150, 300, 400, 150), c(200, 300, 400, 100))), list(holes, margins_of(holes, 100)),
  list(three, margins_of(three, 1)), list(one, margins_of(one, 50)), list(lopsided, list(c(1, 9), c(8, 2)))
)
for (case in cases) {
  t <- case[[1]]; shape <- if (is.null(dim(t))) length(t) else dim(t); t <- array(t, shape); wanted <- case[[2]]
  cells <- as.data.frame.table(t, stringsAsFactors = TRUE); people <- cells[rep(seq_len(nrow(cells)), cells$Freq), ]
  names_of <- setdiff(names(cells), "Freq")
  heads <- function(v, m) setNames(data.frame(levels(cells[[v]]), c(m)), c(v, "Freq"))
  populations <- Map(heads, names_of, wanted)
  design <- suppressWarnings(svydesign(~1, data = people, weights = rep(1, nrow(people))))
  formulas <- lapply(names_of, function(v) as.formula(paste("~", v)))
  until <- list(maxit = 5000, epsilon = 1e-12 * sum(wanted[[1]]), verbose = FALSE)
  raked <- rake(design, formulas, populations, control = until)
  w <- weights(raked)
  cell_of <- factor(do.call(paste, people[names_of]), levels = do.call(paste, cells[names_of]))
  out <- c(tapply(w, cell_of, sum, default = 0))
  if (length(shape) > 1) {
    target <- Reduce(outer, lapply(wanted, function(m) c(m) / sum(m))) * sum(wanted[[1]])
    second <- loglin(target, as.list(seq_along(shape)), t, fit = TRUE, eps = 1e-12, iter = 5000, print = FALSE)$fit
    stopifnot(max(abs(c(second) - out)) < 1e-8)
  }
  numbers <- function(v) paste(sprintf("%.12g", v), collapse = " ")
  cat(paste(c(numbers(c(t)), numbers(shape), paste(sapply(wanted, numbers), collapse = " / "), numbers(out),
              sprintf("%.12f", length(w) * sum(w^2) / sum(w)^2)), collapse = ","), "\n", sep = "")
}
