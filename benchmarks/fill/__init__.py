"""`python -m benchmarks.fill`: a Doan as it is after years, with as many cases as are asked for."""
