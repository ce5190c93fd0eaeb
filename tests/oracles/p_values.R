# Adjusted p-values: the fifteen of Benjamini & Hochberg 1995, and a family with ties.
cat("#", R.version.string, "\n", sep = " ")
cat("family,p,bh,holm,bonferroni\n")
families <- list(
  published = c(.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1),
  ties = c(.04, .01, .04, .5, .01, .9, .04),
  one = .03
)
for (name in names(families)) {
  p <- families[[name]]
  adjusted <- sapply(c("BH", "holm", "bonferroni"), function(method) p.adjust(p, method))
  adjusted <- matrix(adjusted, nrow = length(p))
  for (i in seq_along(p)) cat(paste(c(name, sprintf("%.12f", c(p[i], adjusted[i, ]))), collapse = ","), "\n", sep = "")
}
