# Persons against their own mean, situation by situation: t.test, the p of all exchanges of signs, p.adjust.
cat("#", R.version.string, "\n", sep = " ")
cat("case,situation,score,shift,low,high,p,p_adjusted\n")
cases <- list(
  rbind(c(70, 60, 20, 60, 60, 60), c(80, 80, 40, 80, 70, 70), c(50, 60, 30, 40, 70, 50), c(90, 70, 50, 60, 80, 100),
        c(40, 50, 30, 60, 50, 40), c(60, 70, 20, 50, 60, 70)),
  rbind(c(40, 60, 50, 60, 40, 50), c(50, 50, 60, 40, 60, 50), c(70, 60, 50, 60, 80, 60))
)
for (case in seq_along(cases)) {
  m <- cases[[case]]
  d <- m - rowMeans(m)
  signs <- as.matrix(expand.grid(rep(list(c(1, -1)), nrow(m))))
  p <- apply(d, 2, function(column) mean(abs(signs %*% column) >= abs(sum(column)) - 1e-9))
  adjusted <- p.adjust(p, "BH")
  for (j in seq_len(ncol(m))) {
    ends <- t.test(d[, j])$conf.int
    numbers <- sprintf("%.10f", c(mean(m[, j]), mean(d[, j]), ends, p[j], adjusted[j]))
    cat(paste(c(case, j, numbers), collapse = ","), "\n", sep = "")
  }
}
