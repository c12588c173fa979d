"""From text placed on pages to paragraphs and tables, for every format that only knows where each word stands."""
