"""What a town can read off its own record: who depends on the outside and how much, what goes round, how long it lasts.

(Exodus 7422-7453: the membrane and the direction of its use; 8565-8576, 8789-8794: slack; 9002-9081: circulation.)
"""
