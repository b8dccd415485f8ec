"""How fast and how lean: each script prints ours, the peer or limit, and the ratio from one run."""
