"""The database engine of the portal: Django's for PostgreSQL, which gives up in time on a server that says nothing."""
