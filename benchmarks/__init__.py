"""What docs/performance.md quotes: each figure beside a floor measured in the same run."""
