# Average deviation of multilevel, about the mean and about the median, of one item and of the mean over four.
# People with a blank are left out; groups of one are blank. The answers are those of rwg.R, on halves as well.
suppressPackageStartupMessages(library(multilevel))
cat("#", R.version.string, "with multilevel", as.character(packageVersion("multilevel")), "\n", sep = " ")
cat("case,step,group,n,one_mean,one_median,mean,median\n")
sizes <- c(4, 2, 9, 1, 3, 6, 2, 5)
answers <- function(blanks, step) {
  group <- rep(seq_along(sizes), sizes); person <- seq_along(group)
  items <- sapply(1:4, function(item) 1 + (3 * group + item + (person * (item + 4)) %% 3) %% 5)
  items[group == 5, ] <- 2
  if (blanks) items[cbind(person[person %% 5 == 0], 1 + person[person %% 5 == 0] %% 4)] <- NA
  list(group = group, items = items * step)
}
for (case in list(list("full", 1, FALSE), list("blanks", 1, TRUE), list("steps", 0.1, TRUE))) {
  made <- answers(case[[3]], case[[2]])
  complete <- made$items; complete[!complete.cases(complete), ] <- NA
  one <- ad.m(complete[, 1], made$group)
  both <- cbind(one$AD.M, ad.m(complete[, 1], made$group, "median")$AD.M,
                ad.m(complete, made$group)$AD.M, ad.m(complete, made$group, "median")$AD.M)
  for (row in seq_len(nrow(one))) {
    numbers <- sapply(both[row, ], function(v) if (is.na(v)) "" else sprintf("%.12f", v))
    cat(paste(c(case[[1]], case[[2]], as.character(one$grpid[row]), one$gsize[row], numbers), collapse = ","), "\n", sep = "")
  }
}
