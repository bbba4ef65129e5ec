"""Who a server is told we are."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A user of a database server; neither of the two ever stands in a URL."""

    user: str
    password: str = field(repr=False)
