"""Cases of the urban grid command (城市网格化管理): who does what, the one door to every step, and the record of all of them."""
