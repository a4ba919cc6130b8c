"""The words of the house: ValueFlows 1.0 nouns and verbs, modes, units and quantities, refusals, kinds."""
