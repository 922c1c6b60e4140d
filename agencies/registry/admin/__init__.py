"""The register for officials: lists in the admin, and pages for what only a service may do."""
