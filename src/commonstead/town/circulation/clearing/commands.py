"""Everything that can be written about debts and their clearing. What falls, the ledger's one pen writes."""

from .batch import commit_round, undo_round
from .debts import DebtLine, owe_instead, say_no, say_yes, write_debt, write_debts
from .rounds import answer_round, ask_consent, begin_round, drop_round, work_out
from .settling import settled_otherwise, take_settled_back
from .taking_part import begin_clearing, put_on_table, step_out, take_part

__all__ = [
    "DebtLine", "answer_round", "ask_consent", "begin_clearing", "begin_round", "commit_round", "drop_round",
    "owe_instead", "put_on_table", "say_no", "say_yes", "settled_otherwise", "step_out", "take_part",
    "take_settled_back", "undo_round", "work_out", "write_debt", "write_debts",
]
