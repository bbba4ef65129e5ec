"""What tests of every package share: builders of invented records, and the store contract."""
