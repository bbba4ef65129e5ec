"""The meaning of ``GraphStore`` as tests; a store's own test class gives ``make_store`` and inherits the rest."""

from graph.testing.clauses.base import MakeStore
from graph.testing.clauses.changing import ChangeClauses
from graph.testing.clauses.examining import ExamineClauses
from graph.testing.clauses.finding import FindClauses
from graph.testing.clauses.forgetting import ForgetClauses
from graph.testing.clauses.history import HistoryClauses
from graph.testing.clauses.logging import LogClauses
from graph.testing.clauses.moving import MoveClauses
from graph.testing.clauses.writing import WriteClauses

__all__ = ["GraphStoreContract", "MakeStore"]


class GraphStoreContract(
    WriteClauses,
    HistoryClauses,
    FindClauses,
    ChangeClauses,
    ForgetClauses,
    LogClauses,
    ExamineClauses,
    MoveClauses,
):
    """Every clause; none may be skipped or declared away."""
