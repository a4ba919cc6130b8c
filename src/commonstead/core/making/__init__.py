"""Making: designs as versioned open documents, their bills of materials, and the recipes that they become."""
