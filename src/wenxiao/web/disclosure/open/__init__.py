"""The pages for everybody, under /open/: made from the statements of published releases and from nothing else."""
