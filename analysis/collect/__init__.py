"""Collect: ASKING. The form and the answers that come back from it, as pure data; the widget is a leaf.

`analysis.collect.widget` shows the form in a notebook and is the only module here that needs a kernel.
"""

from analysis.collect.feedback import private_profile
from analysis.collect.form import form_schema
from analysis.collect.submission import Submission, read_answers, read_draft

__all__ = ["Submission", "form_schema", "private_profile", "read_answers", "read_draft"]
