"""Pages of the practice reviews: the analyst's studies, the results, and the coding."""
