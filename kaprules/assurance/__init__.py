"""For those who write rules: proofs, mutants, and cases for any implementation to run."""
