# Van der Eijk's A, peeled layer by layer and with every triple of classes looked at by itself.
cat("#", R.version.string, "\n", sep = " ")
cat("counts,a\n")
layer <- function(filled) {
  k <- length(filled); together <- 0; apart <- 0
  if (k > 2) for (i in 1:(k - 2)) for (j in (i + 1):(k - 1)) for (l in (j + 1):k) {
    triple <- paste(as.integer(filled[c(i, j, l)]), collapse = "")
    together <- together + (triple %in% c("110", "011")); apart <- apart + (triple == "101")
  }
  shape <- if (together + apart == 0) 1 else ((k - 2) * together - (k - 1) * apart) / ((k - 2) * (together + apart))
  shape * (1 - (sum(filled) - 1) / (k - 1))
}
cases <- list(
  c(30, 40, 210, 130, 530, 50, 10), c(9, 0, 0, 0, 0, 9), c(4, 4, 4, 4, 4, 4), c(0, 0, 7, 0, 0, 0), c(0, 3, 5, 2, 0, 0),
  c(6, 1, 0, 0, 2, 8), c(1, 2, 3, 4, 5, 6), c(5, 5), c(2, 0, 3), c(0, 12, 1, 0, 1, 11)
)
for (counts in cases) {
  left <- counts; a <- 0
  while (any(left > 0)) {
    filled <- left > 0; height <- min(left[filled])
    a <- a + layer(filled) * height * sum(filled) / sum(counts)
    left[filled] <- left[filled] - height
  }
  cat(paste(c(paste(counts, collapse = " "), sprintf("%.12f", a)), collapse = ","), "\n", sep = "")
}
