"""The proof of the rules over records: records of many shapes that hold together, and the same with one defect."""
