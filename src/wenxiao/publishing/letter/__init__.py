"""The review letter (审核意见书): what a unit is sent about one document, as a Word file that can be answered in."""
