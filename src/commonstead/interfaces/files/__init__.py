"""Files in and out: a town's folder, networks, ValueFlows."""
