# rwg, rwg(J) and r*wg(J) of multilevel: variances against (A^2 - 1)/12, people with a blank left out, groups of one blank.
# multilevel floors all but r*wg(J) at 0, and leaves out groups in which nobody is left. Its rwg(J) needs two items.
# The answers come from remainders, so that everybody can make them again: groups of 2 to 9, one of 1, one constant.
suppressPackageStartupMessages(library(multilevel))
cat("#", R.version.string, "with multilevel", as.character(packageVersion("multilevel")), "\n", sep = " ")
cat("case,options,group,n,rwg,rwg_j,lindell\n")
sizes <- c(4, 2, 9, 1, 3, 6, 2, 5)
answers <- function(options, blanks) {
  group <- rep(seq_along(sizes), sizes); person <- seq_along(group)
  items <- sapply(1:4, function(item) 1 + (3 * group + item + (person * (item + 4)) %% 3) %% options)
  items[group == 5, ] <- 2
  if (blanks) items[cbind(person[person %% 5 == 0], 1 + person[person %% 5 == 0] %% 4)] <- NA
  list(group = group, items = items)
}
for (case in list(list("full", 5, FALSE), list("blanks", 5, TRUE), list("wide", 7, TRUE), list("marks", 2, FALSE))) {
  options <- case[[2]]; made <- answers(options, case[[3]]); random <- (options^2 - 1) / 12
  complete <- made$items; complete[!complete.cases(complete), ] <- NA
  one <- rwg(complete[, 1], made$group, random)
  both <- cbind(one$rwg, rwg.j(complete, made$group, random)$rwg.j, rwg.j.lindell(complete, made$group, random)$rwg.lindell)
  for (row in seq_len(nrow(one))) {
    numbers <- sapply(both[row, ], function(v) if (is.na(v)) "" else sprintf("%.12f", v))
    cat(paste(c(case[[1]], options, as.character(one$grpid[row]), one$gsize[row], numbers), collapse = ","), "\n", sep = "")
  }
}
