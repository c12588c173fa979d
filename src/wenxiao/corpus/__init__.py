"""Many documents: one pipeline, one machine by default, a cluster by configuration. Needs the extra ``wenxiao[corpus]``."""
