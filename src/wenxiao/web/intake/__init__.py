"""From document to register (提取入库) and document against register (核对): what a document on the desk says, made into data."""
