"""Files for ``neo4j-admin database import full``: the way in for what is too large to be sent to a server."""
