"""The proof of the joint rules: groups of documents that agree, and the same with one defect between two of them."""
