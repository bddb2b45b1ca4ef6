"""Photos and signatures: evidence that work was done, and for whom."""
