"""The boundary of this town: snapshots of the ledger as networks, and the answers computed from them."""
