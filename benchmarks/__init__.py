"""Benchmarks: ratios measured in one run, interleaved; never asserted by timed tests."""
