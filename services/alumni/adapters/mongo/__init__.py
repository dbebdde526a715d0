"""The stores on MongoDB: one collection an aggregate, each change one conditional update."""
