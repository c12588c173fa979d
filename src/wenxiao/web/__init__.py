"""The site on which a district runs its performance management (全过程预算绩效管理). One app per room of the cycle; ``core`` is what
they share. Arithmetic is in ``wenxiao.performance``, words of documents in ``wenxiao.reading``: nothing is computed here."""
