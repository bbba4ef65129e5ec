"""The kernel: records, words, policy, the store's contract and the View; it knows no other package."""
