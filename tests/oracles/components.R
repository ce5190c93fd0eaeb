# Persons by situations: the variances from the mean squares of aov(), the coefficients as psych's ICC3k and ICC2k
# (where no variance is below 0). The first is the table of Shrout & Fleiss 1979, the last one has both below 0.
cat("#", R.version.string, "with psych", as.character(packageVersion("psych")), "\n", sep = " ")
cat("rows,person,situation,residual,relative,absolute\n")
cases <- list(
  rbind(c(9, 2, 5, 8), c(6, 1, 3, 2), c(8, 4, 6, 8), c(7, 1, 2, 6), c(10, 5, 6, 9), c(6, 2, 4, 7)),
  rbind(c(20, 40, 60), c(60, 70, 90), c(50, 70, 65), c(35, 30, 80)),
  rbind(c(80, 70, 20, 60, 90, 50), c(60, 60, 30, 70, 70, 60), c(40, 50, 10, 40, 60, 30), c(90, 80, 50, 70, 80, 80),
        c(55, 65, 25, 45, 70, 40)),
  rbind(c(10, 90), c(90, 10), c(20, 80), c(80, 20))
)
for (m in cases) {
  long <- data.frame(value = c(m), person = factor(row(m)), situation = factor(col(m)))
  ms <- summary(aov(value ~ person + situation, long))[[1]][["Mean Sq"]]
  variances <- c((ms[1] - ms[3]) / ncol(m), (ms[2] - ms[3]) / nrow(m), ms[3])
  icc <- if (all(variances > 0)) psych::ICC(m, lmer = FALSE)$results$ICC[c(6, 5)] else c(NA, NA)
  numbers <- sapply(c(variances, icc), function(v) if (is.na(v)) "" else sprintf("%.10f", v))
  cat(paste(c(paste(apply(m, 1, paste, collapse = " "), collapse = " / "), numbers), collapse = ","), "\n", sep = "")
}
