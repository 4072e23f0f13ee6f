"""Whether a text is English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labledger.text.language import is_english

ENGLISH = (
    "We will publish the results of each evaluation before the model is released.",
    "WE WILL PUBLISH THE RESULTS OF EACH EVALUATION BEFORE THE MODEL IS RELEASED.",
    "The naïve façade of Société Générale was shown to the staff of the company.",
    "We tell the users of 模型 what it is and why they should care about it.",
    "You may not use it to harm others, or to help others do so.",
)
FOREIGN = {
    "French": "Nous publierons les résultats de chaque évaluation avant la mise en service du modèle.",
    "German": "Wir werden die Ergebnisse jeder Prüfung vor der Freigabe des Modells bekannt geben.",
    "Spanish": "Publicaremos los resultados de cada evaluación antes de que el modelo se ponga en servicio.",
    "Italian": "Pubblicheremo i risultati di ogni valutazione prima che il modello sia messo in servizio.",
    "Portuguese": "Vamos publicar os resultados de cada avaliação antes que o modelo seja posto em serviço.",
    "Dutch": "Wij maken de resultaten van elke toets bekend voordat het model in gebruik wordt genomen.",
    "Swedish": "Vi kommer att visa resultaten av varje prov innan modellen tas i bruk av oss och av andra.",
    "Polish": "Przed wydaniem modelu podamy wyniki każdej oceny i powiemy, co się nie udało w tym roku na pewno.",
    "Turkish": "Model yayına girmeden önce her bir testin sonuçlarını herkes için ve bu sayfada vereceğiz.",
    "Russian": "Мы опубликуем результаты каждой проверки до выпуска модели.",
    "Greek": "Θα δημοσιεύσουμε τα αποτελέσματα κάθε δοκιμής.",
    "Arabic": "سوف ننشر نتائج كل تقييم قبل إطلاق النموذج",
    "Hebrew": "נפרסם את תוצאות כל הבדיקות לפני השקת המודל",
    "Chinese": "我们将在模型发布之前公布每次评估的结果",
    "Japanese": "モデルを公開する前に評価の結果を発表します",
    "Korean": "우리는 모델을 출시하기 전에 평가 결과를 발표합니다",
    "Hindi": "हम मॉडल जारी करने से पहले परिणाम प्रकाशित करेंगे",
}
UNSAID = ("", " ", "Ok then.", "2027-01-01", "\ud800" * 50, "\x00" * 50, "12 34 56 78 90 12 34 56 78 90", "…" * 40,
          "模型", "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota")  # fmt: skip


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text):
    """Capitals, borrowed words and a few foreign signs do not matter."""
    assert is_english(text) is True


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_not(language):
    """Other scripts and other function words are told from English, right-to-left and East Asian ones too."""
    assert is_english(FOREIGN[language]) is False


@pytest.mark.parametrize("text", UNSAID)
def test_too_little_is_no_answer(text):
    """Of few words, numbers, signs and bare names nothing is said."""
    assert is_english(text) is None


@given(st.text(st.characters(), max_size=80))
def test_any_text_has_an_answer(text):
    """No text stops it."""
    assert is_english(text) in (True, False, None)
