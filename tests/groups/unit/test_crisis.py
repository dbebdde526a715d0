"""A crisis is heard in three languages and two scripts, and the ordinary talk of recovery is not."""

import pytest

from groups.adapters.lexicon import LANGUAGES, read_lexicon

LEXICON = read_lexicon()

CRISES = [
    *("I want to die", "i just wanna kill myself tonight", "Everyone would be better off without me"),
    *("I'm going to end my life.", "There is no reason to live any more", "I can’t go on", "SUICIDE"),
    *("I dont want to live", "I do not want to live", "wish I was dead", "I wish I were dead…"),
    *("I took all my pills", "I bought some poison today", "he is going to kill me", "my husband beats me"),
    *("I keep cutting myself", "goodbye forever", "this is my last post", "I am a burden on my family"),
    *(
        "thinking about suicide again",
        "I wanna diiiie",
        "nobody would miss me",
        "going to jump off the bridge",
    ),
    *("ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ ਹਾਂ", "ਮੈਂ ਜੀਣਾ ਨਹੀਂ ਚਾਹੁੰਦੀ", "ਖ਼ੁਦਕੁਸ਼ੀ ਬਾਰੇ ਸੋਚ ਰਿਹਾ ਹਾਂ", "ਮੈਂ ਜ਼ਹਿਰ ਖਾ ਲਵਾਂਗਾ"),
    *("ਆਪਣੇ ਆਪ ਨੂੰ ਖਤਮ ਕਰ ਲਵਾਂ", "ਨਹਿਰ ਵਿੱਚ ਛਾਲ ਮਾਰ ਦੇਣੀ ਹੈ", "ਮੈਂ ਸਭ ਲਈ ਬੋਝ ਹਾਂ", "ਜੀਣ ਦਾ ਕੋਈ ਫਾਇਦਾ ਨਹੀਂ"),
    *("main marna chahunda", "mainu jeena nahi chahida hun, jeena nhi chaunda", "main sulfas kha laini aa"),
    *("jiun da koi faida nahi", "apne aap nu khatam kar lawan", "bas mar jana hai"),
    *("मैं मरना चाहता हूँ", "मुझे अब जीना नहीं है", "आत्महत्या के विचार आते हैं", "मैंने गोलियाँ खा ली"),
    *("अपनी जान दे दूंगा", "मुझे मर जाना चाहिए", "सबको अलविदा", "ट्रेन के आगे कूद जाऊंगा"),
    *(
        "main marna chahta hoon",
        "jeene ka mann nahi karta",
        "mujhe jeena nahi hai",
        "khud ko khatam kar lunga",
    ),
    *("zehar kha lunga", "jaan de dunga aaj", "zindagi se tang aa gaya"),
]
ORDINARY = [
    *(
        "90 days sober today!",
        "I am dying to see you all on Saturday",
        "We nearly died laughing at the meeting",
    ),
    *("How do you kill time in the evening?", "I killed the craving with a cold shower", "I want to live"),
    *(
        "I took my life back one day at a time",
        "My wife will be proud of me",
        "I can't go on holiday this year",
    ),
    *(
        "The first week was the hardest",
        "I used to drink alone",
        "I am tired but hopeful",
        "I do not want to drink",
    ),
    *("My last post was about work", "this is my post about money", "I took my pills as the doctor said"),
    *("I jumped from job to job", "killing it at the gym", "We lost a friend last year and miss him"),
    *(
        "I don't want to die, I want to get well",
        "I slipped on Friday and told my sponsor",
        "Suicide prevention day",
    ),
    *("cut my hair today", "I cut down on tea", "We end the meeting at eight", "He died ten years ago"),
    *(
        "No point in arguing about money",
        "I hang out with new friends now",
        "Living alone is hard some nights",
    ),
    *("ਅੱਜ ਮੇਰੇ ੩੦ ਦਿਨ ਪੂਰੇ ਹੋਏ", "ਮੈਂ ਜੀਣਾ ਚਾਹੁੰਦਾ ਹਾਂ", "ਮੈਂ ਕੰਮ ਤੋਂ ਥੱਕ ਗਿਆ", "ਰਾਤ ਨੂੰ ਤਲਬ ਲੱਗਦੀ ਹੈ"),
    *("ਮੈਂ ਆਪਣੇ ਆਪ ਨੂੰ ਤਿਆਰ ਕਰ ਲਿਆ", "ਪਰਿਵਾਰ ਨਾਲ ਗੱਲ ਕੀਤੀ", "main jeena chahunda haan", "ajj 30 din ho gaye"),
    *(
        "main marna nahi chahunda, theek hona chahunda",
        "nashe ne meri zindagi kharab kiti si",
        "hass hass ke mar gaye",
    ),
    *("आज मेरे तीस दिन पूरे हुए", "मैं जीना चाहता हूँ", "काम पर बहुत थकान थी", "खुद को समय दे रहा हूँ"),
    *(
        "main jeena chahta hoon",
        "aaj meeting me maza aaya",
        "khud ko samay de raha hoon",
        "ghar ki yaad aati hai",
    ),
]


@pytest.mark.parametrize("text", CRISES)
def test_a_crisis_is_heard(text: str) -> None:
    assert LEXICON.help_for(text) is not None


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_talk_raises_no_alarm(text: str) -> None:
    assert LEXICON.help_for(text) is None


def test_the_tables_are_long_enough() -> None:
    assert min(len(CRISES), len(ORDINARY)) >= 30


@pytest.mark.parametrize("code", LANGUAGES)
def test_help_names_the_lines_of_the_field_and_never_1933(code: str) -> None:
    lines = LEXICON.languages[code].lines

    assert [line.number for line in lines] == ["112", "14416", "14446", "181", "1098"]
    assert [line.also for line in lines if line.also] == ["1-800-891-4416"]
    assert not any("1933" in f"{line.number} {line.name} {line.also}" for line in lines)


@pytest.mark.parametrize(
    ("text", "code"), [("ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ ਹਾਂ", "pa"), ("मैं मरना चाहता हूँ", "hi"), ("I want to die", "en")]
)
def test_help_speaks_the_language_of_the_writer(text: str, code: str) -> None:
    found = LEXICON.help_for(text)

    assert found is not None
    assert found.language == code
    assert found.message == LEXICON.languages[code].message


def test_a_phrase_is_found_across_lines_marks_case_and_hidden_letters() -> None:
    for text in ("I WANT\nto... die", "«want to die»", "wa\u200dnt to die?"):
        assert LEXICON.help_for(text.replace("\u200d", "")) is not None


def test_a_long_text_is_read_in_no_time() -> None:
    assert LEXICON.help_for("kill " * 1000) is None
