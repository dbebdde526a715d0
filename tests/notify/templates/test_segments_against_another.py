"""Segments are counted as another implementation counts them, in every script that we write."""

import pytest
import smsutil
from hypothesis import example, given
from hypothesis import strategies as st

from notify.adapters.templates import read_templates
from notify.domain.contacts import Language
from notify.domain.segments import GSM_7, GSM_7_ESCAPED, Encoding, encoding, segments
from notify.domain.variables import EXAMPLES, LONGEST, Kind, filled

TEMPLATES = read_templates()
CODECS = {"gsm0338": Encoding.GSM_7, "utf_16_be": Encoding.UCS_2}
# The other one does not know the page break, which no text of ours has.
GSM_ONLY = st.text(sorted((GSM_7 | GSM_7_ESCAPED) - {"\f"}), min_size=1, max_size=500)
# Letters, vowel signs, nuktas and digits of both scripts, with what stands between them.
INDIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0900, max_codepoint=0x097F),
        st.characters(min_codepoint=0x0A00, max_codepoint=0x0A7F),
        st.sampled_from(" .,:0123456789\u200c\u200d€"),
    ),
    min_size=1,
    max_size=300,
)
# What needs a pair of UTF-16 stands at every possible place of a segment.
WITH_PAIRS = st.text(st.sampled_from("aਥथ🙂𝒽"), min_size=1, max_size=300)


def assert_counted_alike(text: str) -> None:
    other = smsutil.split(text)
    assert (encoding(text), segments(text)) == (CODECS[other.encoding], max(len(other.parts), 1))


@given(st.one_of(GSM_ONLY, INDIC, WITH_PAIRS))
@example("a" * 152 + "€" + "b" * 20)
@example("ਥ" * 66 + "🙂" + "ਥ" * 20)
def test_any_text_is_counted_alike(text: str):
    assert_counted_alike(text)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_is_counted_alike(name, language):
    template = TEMPLATES[name]
    variables = {**template.variables, Kind.CENTRE: Kind.CENTRE}
    for wording in filter(None, (template.wordings[language], template.wordings[language].full)):
        for values in (LONGEST, EXAMPLES):
            assert_counted_alike(wording.sms_text(filled(variables, values, language)))
