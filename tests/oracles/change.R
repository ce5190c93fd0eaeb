# Change between waves from first principles: differences and paired changes, James-Stein baselines, effects of actions.
# Answers come from a formula, so that the tests can make the same ones; `case` numbers it.
cat("#", R.version.string, "\n", sep = " ")
cat("case,quantity,value\n")
say <- function(case, quantity, value) cat(case, ",", quantity, ",", sprintf("%.12f", value), "\n", sep = "")

# Two waves of different people: score intervals of prop.test put together as Newcombe does, and Fisher's test.
waves <- rbind(c(10, 51, 26, 53), c(3, 8, 6, 9), c(0, 12, 5, 14), c(40, 108, 62, 117))
for (case in seq_len(nrow(waves))) {
  x <- waves[case, c(1, 3)]; n <- waves[case, c(2, 4)]; p <- x / n
  score <- suppressWarnings(sapply(1:2, function(i) prop.test(x[i], n[i], correct = FALSE)$conf.int))
  d <- p[2] - p[1]
  say(case, "difference", d)
  say(case, "low", d - sqrt((p[2] - score[1, 2])^2 + (score[2, 1] - p[1])^2))
  say(case, "high", d + sqrt((score[2, 2] - p[2])^2 + (p[1] - score[1, 1])^2))
  say(case, "p", fisher.test(matrix(c(x, n - x), 2))$p.value)
}

# Linked people: McNemar's test, and the interval of Bonett and Price.
pairs <- rbind(c(7, 2, 30), c(12, 1, 41))
for (case in seq_len(nrow(pairs))) {
  b <- pairs[case, 1]; c <- pairs[case, 2]; n <- pairs[case, 3]
  one <- (b + 1) / (n + 2); other <- (c + 1) / (n + 2)
  reach <- qnorm(0.975) * sqrt((one + other - (one - other)^2) / (n + 2))
  say(case, "paired_low", one - other - reach)
  say(case, "paired_high", one - other + reach)
  say(case, "paired_p", mcnemar.test(matrix(c(n - b - c, b, c, 0), 2), correct = FALSE)$p.value)
}

# James and Stein's estimate that draws towards the mean of all.
drawn <- function(p, v) {
  m <- mean(p)
  m + max(0, 1 - (length(p) - 3) * mean(v) / sum((p - m)^2)) * (p - m)
}

# People by qualities: 1 where (a·person + b·quality + c·person·quality + wave) leaves a small rest.
answers <- function(case, wave, people, qualities) {
  outer(seq_len(people), seq_len(qualities),
        function(i, q) as.numeric((i * (case + 2) + q * (2 * wave + 3) + i * q * case + wave) %% 11 < 4 + (q %% 3)))
}
sizes <- rbind(c(9, 9, 7, 1), c(20, 26, 7, 2), c(60, 55, 6, 3), c(31, 31, 5, 1))
for (case in seq_len(nrow(sizes))) {
  k <- sizes[case, 3]; targets <- seq_len(sizes[case, 4])
  before <- answers(case, 0, sizes[case, 1], k); after <- answers(case, 1, sizes[case, 2], k)
  p <- colMeans(before); v <- p * (1 - p) / nrow(before)
  change <- colMeans(after) - drawn(p, v)
  for (q in seq_len(k)) say(case, paste0("shrunk_", q), drawn(p, v)[q])
  say(case, "effect", mean(change[targets]) - mean(change[-targets]))
  sets <- combn(k, length(targets))
  effects <- apply(sets, 2, function(set) mean(change[set]) - mean(change[-set]))
  say(case, "sets", mean(effects >= mean(change[targets]) - mean(change[-targets]) - 1e-9))
  # The bootstrap's standard error without drawing: variances of what each person adds.
  weight <- ifelse(seq_len(k) %in% targets, 1 / length(targets), -1 / (k - length(targets)))
  say(case, "error", sqrt(var(before %*% weight) / nrow(before) + var(after %*% weight) / nrow(after)))
  if (nrow(before) == nrow(after)) say(case, "linked_error", sqrt(var((after - before) %*% weight) / nrow(before)))
}
