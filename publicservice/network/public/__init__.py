"""服务网点: what everybody sees of the network."""
