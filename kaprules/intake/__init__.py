"""The interview with somebody who answers: in a terminal, or on a page that this machine alone can open.

What is asked, and when nothing more is, comes from ``kaprules.interview``; every answer is read as a client file is.
"""

from .counting import AnswerCount as AnswerCount
from .counting import count_answers as count_answers
from .session import InterviewSession as InterviewSession
