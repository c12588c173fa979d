"""Urban grid command (城市网格化管理): cases, clocks, rates, scores and the evidence they give. Pure functions, no database.

The way through: a command becomes an event (``commands``), events become a case (``cases``), cases become counts (``buckets``,
``rates``), counts become scores (``scores``) and evidence (``evidence``). What differs from place to place is data beside the code.
"""
