# The six forms of Shrout & Fleiss from psych::ICC, on complete targets (rows between slashes; -1 is a blank, and its
# target is left out). The first table is that of Shrout & Fleiss 1979.
cat("#", R.version.string, "with psych", as.character(packageVersion("psych")), "\n", sep = " ")
cat("table,form,value,f,df1,df2,p,low,high\n")
cases <- list(
  rbind(c(9, 2, 5, 8), c(6, 1, 3, 2), c(8, 4, 6, 8), c(7, 1, 2, 6), c(10, 5, 6, 9), c(6, 2, 4, 7)),
  rbind(c(3, 4), c(5, 5), c(1, 2), c(4, 4), c(2, 5), c(5, 3), c(1, 1)),
  rbind(c(4, 2, 3), c(-1, 5, 5), c(3, 3, 4), c(1, 2, 1), c(5, 4, -1), c(2, 2, 4), c(5, 5, 3)),
  rbind(c(1, 5, 3), c(4, 2, 3), c(2, 4, 4), c(5, 1, 2)),
  rbind(c(20.5, 31.2, 25, 18.4, 40), c(60, 71.5, 66, 58.1, 83), c(35, 42, 30, 33.3, 55.5))
)
for (m in cases) {
  complete <- m[rowSums(m < 0) == 0, ]
  found <- psych::ICC(complete, lmer = FALSE)$results
  for (row in 1:6) {
    numbers <- sprintf("%.12f", unlist(found[row, c("ICC", "F", "df1", "df2", "p", "lower bound", "upper bound")]))
    form <- sub("^ICC(.)$", "ICC(\\1;1)", sub("^ICC(.)k$", "ICC(\\1;k)", found$type[row]))
    cat(paste(c(paste(apply(m, 1, paste, collapse = " "), collapse = " / "), form, numbers), collapse = ","), "\n", sep = "")
  }
}
