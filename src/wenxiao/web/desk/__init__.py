"""文档审查台: documents handed in, read and audited in the background, and triaged finding by finding."""
