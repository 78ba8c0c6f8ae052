"""Speed: synthetic data in two sizes, and what a page costs beside a bare one."""
