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
    *("I'm going to kill myself", "i am so tired of living", "I don't see any reason to go on"),
    *("no one would care if i died", "I have a plan to end my life"),
    *("I'm thinking of ending it all", "life is not worth living"),
    *("I hate my life and want to end it", "I want to hurt myself"),
    *("I just want to disappear forever", "I can't do this anymore", "I want it all to stop"),
    *("i don't want to be alive", "i took too many pills", "he said he will kill me"),
    *("my father hits me", "my husband threatened to kill me", "I want to kill him"),
    *("I don't want to wake up tomorrow", "there's no hope left for me", "I want to hang myself"),
    *("planning suicide", "I feel suicidal", "kms", "ive got the rope ready", "I drank phenyl"),
    *("She is not breathing", "he stopped breathing", "my friend overdosed and is not waking up"),
    *("jeena nahi chahta ab", "mujhe mar jana chahiye", "mai mar jana chahta hu"),
    *("marne ka man kar raha hai", "main khudkushi kar lunga", "zindagi khatam kar lunga"),
    *("mujhe jeene ka koi haq nahi", "sab khatam ho gaya ab jeena nahi"),
    *("meri zindagi ka koi matlab nahi", "main apni jaan de dunga"),
    *("aaj raat sab khatam kar dunga", "chhat se kood jaunga", "main mar jawanga"),
    *("mera jeen da dil nahi karda", "mai mar jana hai", "main jeena ni chaunda"),
    *("mera marn nu ji karda", "main apne aap nu khatam karna", "main zehar kha laina"),
    *("nehar vich chaal maar deni", "sab mere bina khush rehnge", "mere bina sab theek rahega"),
    *("ਮੇਰਾ ਮਰਨ ਨੂੰ ਜੀਅ ਕਰਦਾ", "ਮੈਂ ਹੁਣ ਨਹੀਂ ਜੀਣਾ", "ਮੈਂ ਆਪਣੀ ਜਾਨ ਦੇ ਦੇਣੀ ਹੈ", "ਮੈਂ ਫਾਹਾ ਲੈ ਲੈਣਾ"),
    *("ਮੇਰੇ ਬਿਨਾਂ ਸਾਰੇ ਖੁਸ਼ ਰਹਿਣਗੇ", "ਉਹ ਮੈਨੂੰ ਮਾਰ ਦੇਵੇਗਾ", "ਮੇਰਾ ਪਤੀ ਮੈਨੂੰ ਕੁੱਟਦਾ ਹੈ"),
    *("मेरा मरने का मन करता है", "मैं जीना नहीं चाहता", "मैं खुदकुशी कर लूंगा"),
    *("जीने की कोई वजह नहीं", "मैं अपने आप को खत्म कर दूंगा", "मेरे बिना सब खुश रहेंगे"),
    *("वह मुझे मार देगा", "मेरा पति मुझे मारता है", "अब मुझे मर जाना है", "मैंने ज़हर खा लिया"),
    *("आज मेरी आखिरी रात है",),
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
    *("I almost died from drinking and now I live", "My brother died of overdose last year"),
    *("Overdose awareness meeting on Friday", "I lost my father to suicide"),
    *("The doctor said the drug will kill me if I go on", "drinking was killing me"),
    *("I feel dead tired after work", "Kill the noise, keep the rhythm"),
    *("to die for samosas at the meeting", "I hit rock bottom in 2019"),
    *("nobody understands my cravings", "I can't do this alone, thank you all"),
    *("I can't take alcohol anymore", "no reason to drink today", "there is no point in hiding"),
    *("I want to be better", "better without alcohol", "life is better without drinking"),
    *("my kids are happier without the shouting", "end of life of my old phone"),
    *("I took all my medicine on time", "I took my tablets", "I am taking one day at a time"),
    *("I'm not suicidal, just tired", "goodbye alcohol forever", "goodbye to my old life"),
    *("I wrote a goodbye letter to alcohol", "take this life lesson"),
    *("this is my last message about the rota", "my last night of drinking was in May"),
    *("first night at home was good", "I cut my losses", "jumping off the wagon"),
    *("I fell off the wagon", "hang in there everyone", "I shot a video", "she beat cancer"),
    *("my husband beats me at chess", "my wife will kill me if I forget milk"),
    *("I want to kill the craving", "thinking about death of my mother"),
    *("the thoughts of drinking come at night", "main theek hoon", "nasha chhod diya maine"),
    *("ab jeena achha lagta hai", "jeene ka maza aa raha hai", "zindagi se pyar ho gaya"),
    *("mujhe jeena seekhna hai", "meri jaan, tum theek ho?", "main mar mar ke kaam karta tha"),
    *("bas bahut ho gaya nasha", "sab kuch theek hai", "ghar pe sab khush hain", "main khush haan"),
    *("mera dil karda meeting te aun nu", "kal raat neend aa gayi", "goliyan doctor ne ditiyan"),
    *("dawai time te kha li", "davai kha li maine", "ਮੈਂ ਖੁਸ਼ ਹਾਂ", "ਮੈਂ ਨਸ਼ਾ ਛੱਡ ਦਿੱਤਾ"),
    *("ਰੱਬ ਦੀ ਮੇਹਰ ਹੈ", "ਜੀਣ ਦਾ ਮਜ਼ਾ ਆ ਰਿਹਾ", "ਦਵਾਈ ਖਾ ਲਈ", "ਮੈਂ ਖੁਦ ਨੂੰ ਮਜ਼ਬੂਤ ਕੀਤਾ"),
    *("मैंने दवाई खा ली", "जीने का मज़ा आ रहा है", "मैं खुश हूँ", "अब ज़िंदगी से प्यार है"),
    *("मुझे घर जाना है", "डॉक्टर ने दवाई दी", "मुझे काम पर जाना है"),
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
