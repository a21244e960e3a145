# Writes every data frame of some R packages as people write them, for `npm run wild`:
#
#   Rscript scripts/wild/write-r-data.R FOLDER [package ...]
#
# FOLDER/csv    write.csv(): the row names stand first, under an empty name
# FOLDER/table  write.table(sep = ","): the same without that name, so that the header is one cell short
# FOLDER/csv2   write.csv2(): semicolons between cells, decimal commas
#
# Without packages: datasets, MASS, mlbench, modeldata. Data frames with columns of lists are left out, as R cannot write
# them; matrices and time series are no data frames.

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) == 0) stop("expected a folder to write to")
folder <- arguments[1]
packages <- if (length(arguments) > 1) arguments[-1] else c("datasets", "MASS", "mlbench", "modeldata")

writers <- list(
  csv = function(frame, file) write.csv(frame, file),
  table = function(frame, file) write.table(frame, file, sep = ","),
  csv2 = function(frame, file) write.csv2(frame, file)
)
for (writer in names(writers)) dir.create(file.path(folder, writer), recursive = TRUE, showWarnings = FALSE)

# Loads one data set; a set may bring several objects, and an object may stand in the package itself.
load_objects <- function(item, package) {
  loaded <- new.env()
  suppressWarnings(data(list = item, package = package, envir = loaded))
  if (length(ls(loaded)) == 0 && exists(item, envir = asNamespace(package), inherits = FALSE)) {
    assign(item, get(item, envir = asNamespace(package)), envir = loaded)
  }
  loaded
}

written <- 0
for (package in packages) {
  # "beaver1 (beavers)" is the object beaver1 of the set beavers.
  items <- unique(sub("^.*\\((.*)\\)$", "\\1", data(package = package)$results[, "Item"]))
  for (item in items) {
    objects <- load_objects(item, package)
    for (name in ls(objects)) {
      frame <- get(name, envir = objects)
      if (!is.data.frame(frame) || nrow(frame) == 0 || any(vapply(frame, is.list, logical(1)))) next
      for (writer in names(writers)) {
        writers[[writer]](as.data.frame(frame), file.path(folder, writer, paste0(package, "-", name, ".csv")))
      }
      written <- written + 1
    }
  }
}
cat(written, "data frames, each written in", length(writers), "ways to", folder, "\n")
