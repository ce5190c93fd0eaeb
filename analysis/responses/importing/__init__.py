"""Importing: answers that are already in a file."""

from analysis.responses.importing.filled import TemplateRead, read_responses, read_template
from analysis.responses.importing.folders import read_survey, write_survey
from analysis.responses.importing.google_forms import read_google_forms
from analysis.responses.importing.mapping import Column, FormMapping, check_mapping
from analysis.responses.importing.mapping_file import read_mapping, write_mapping
from analysis.responses.importing.proposal import propose_mapping
from analysis.responses.importing.template import write_template

__all__ = [
    "Column",
    "FormMapping",
    "TemplateRead",
    "check_mapping",
    "propose_mapping",
    "read_google_forms",
    "read_mapping",
    "read_responses",
    "read_survey",
    "read_template",
    "write_mapping",
    "write_survey",
    "write_template",
]
