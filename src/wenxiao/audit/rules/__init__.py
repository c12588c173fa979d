"""The families of rules. Importing this package registers them all."""
