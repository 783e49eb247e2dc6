"""Buttons and notices of pages in Arabic, French, German, Spanish and Russian, and what is none."""

from __future__ import annotations

import pytest

from site_builder.importing.plain.line_rules import LINE_RULES, first_match
from site_builder.importing.plain.plain_text import read_plain_text
from site_builder.importing.plain.teasers import LIST_HEADING, teaser

_CAUGHT = {
    "advertisement": "إعلان|Publicité|Werbung|- ANZEIGE -|Publicidad|На правах рекламы",
    "share-buttons": "شارك|طباعة|شارك المقال|مشاركة|Partager|Imprimer|Partager sur Facebook"
    "|Envoyer par e-mail|Teilen|Drucken|Artikel drucken|Per Mail versenden"
    "|Compartir|Imprimir|Enviar por correo|Поделиться"
    "|Версия для печати|Teilen Drucken E-Mail|Facebook Twitter Partager",
    "story-continues": "اقرأ المزيد|المزيد|Lire la suite|Weiterlesen|Leer más|Читать далее|Подробнее…",
    "newsletter": "اشترك في نشرتنا البريدية|Abonnez-vous à notre newsletter|Newsletter abonnieren"
    "|Suscríbete a nuestro boletín|Подписаться на рассылку",
    "subscription": "اشترك الآن|Abonnez-vous|S’abonner|Jetzt abonnieren|Suscríbete|Оформить подписку",
    "follow-us": "تابعونا على تويتر|تابعنا على فيسبوك وتويتر|تابعونا|Suivez-nous sur Twitter"
    "|Suivez-nous sur Facebook et Twitter !|Folgen Sie uns auf Twitter|Folgt uns auf Instagram"
    "|Síguenos en Twitter|Подписывайтесь на нас в Телеграме|Мы в соцсетях|Следите за нами в Twitter",
    "copyright": "جميع الحقوق محفوظة|جميع الحقوق محفوظة لصحيفة الجزيرة 2012|Tous droits réservés"
    "|Le Phare 2012. Tous droits réservés.|Alle Rechte vorbehalten"
    "|Todos los derechos reservados|Все права защищены",
    "menu": "الرئيسية|العودة إلى الأعلى|Accueil|Retour en haut de page|Zur Startseite|Nach oben|Impressum"
    "|Iniciar sesión|Volver arriba|Наверх|Войти",
    "comments": "التعليقات|أضف تعليقاً|أضف تعليقًا|12 تعليق|Commentaires (3)"
    "|Laisser un commentaire|3 Kommentare|Kommentar schreiben"
    "|Comentarios|Deja un comentario|Комментарии|Оставить комментарий",
}
_STORY = (
    "شارك الوزير في الاجتماع|إعلان الاستقلال|تابعونا كل يوم من بعيد|المزيد من السفن تعود"
    "|Partager le pouvoir|Publicité et politique|Suivez-nous dans la montagne|Accueil des réfugiés"
    "|Teilen und herrschen|Folgen|Folgen der Krise|Er hat sich alle Rechte vorbehalten und klagt nun."
    "|Auf dem Schild stand: Alle Rechte vorbehalten|Kommentar|Comentario|Nach oben offen|Werbung um Stimmen"
    "|Compartir el poder|Publicidad engañosa|Comentarios del presidente"
    "|Поделиться властью|Вход в город закрыт|Мы в пути|Печать"
    "|Tous droits réservés aux habitants de la région qui ont signé, et à eux seuls, dit le maire de l’île."
)
_TEXTS = {
    "ar": (
        "شارك|طباعة",
        "السفينة تعود إلى الميناء بعد العاصفة",
        "بقلم سمير الخوري",
        "جنيف – ",
        "قال المدير إن السفينة عادت إلى العمل يوم الاثنين بعد أن أصلح العمال الرصيف الذي دمرته العاصفة في"
        " الشهر الماضي، وإن الرحلات ستكون مرتين في اليوم.",
        "تابعونا على تويتر|جميع الحقوق محفوظة",
    ),
    "fr": (
        "Partager|Imprimer",
        "Le ferry reprend la mer",
        "Par Jeanne Morel",
        "GENÈVE (AFP) – ",
        "Le ferry de l’île a repris la mer lundi, trois semaines après la tempête qui avait emporté la jetée."
        " Il y aura deux traversées par jour, mais les habitants en demandent plus, et le maire aussi.",
        "Suivez-nous sur Twitter|Tous droits réservés",
    ),
    "de": (
        "Teilen|Drucken",
        "Die Fähre fährt wieder",
        "Von Jana Weber",
        "GENF (dpa) – ",
        "Die Fähre der Insel ist am Montag wieder ausgelaufen, drei Wochen nachdem der Sturm den Anleger"
        " zerstört hatte. Zwei Fahrten am Tag sind geplant, auch wenn die Bewohner mehr von ihr wünschen.",
        "Folgen Sie uns auf Twitter|Alle Rechte vorbehalten",
    ),
}


@pytest.mark.parametrize(("rule", "line"), [(rule, x) for rule, xs in _CAUGHT.items() for x in xs.split("|")])
def test_a_rule_catches_its_furniture_in_every_language(rule: str, line: str) -> None:
    found = first_match(line, LINE_RULES)
    assert found is not None
    assert found.id == rule


@pytest.mark.parametrize("line", _STORY.split("|"))
def test_no_rule_catches_a_line_that_begins_like_a_button(line: str) -> None:
    assert first_match(line, LINE_RULES) is None


@pytest.mark.parametrize("language", _TEXTS)
def test_of_a_text_between_buttons_nothing_but_the_story_stays_and_no_mark(language: str) -> None:
    above, headline, byline, dateline, story, below = _TEXTS[language]
    lines = [*above.split("|"), headline, byline, dateline + story, *below.split("|")]
    reading = read_plain_text("\n\n".join(lines) + "\n")
    assert reading.body == f"{story}\n"
    assert reading.notes == ()
    assert reading.all("title") == (headline,)
    assert reading.all("authors") == (byline.split(" ", 1)[1],)
    assert reading.first("dateline").lower() == dateline.partition(" ")[0].lower()


@pytest.mark.parametrize(
    "line",
    [
        "اقرأ أيضاً",
        "اقرأ أيضا:",
        "Lire aussi :",
        "À lire également",
        "Lesen Sie auch:",
        "Lea también",
        "Читайте также:",
    ],
)
def test_the_headings_of_lists_are_known_in_every_language(line: str) -> None:
    assert LIST_HEADING.fullmatch(line)


def test_a_label_in_another_language_and_another_article_s_headline_may_share_a_line() -> None:
    assert teaser("Lire aussi : Le maire et la jetée") == "Le maire et la jetée"
    assert teaser("اقرأ أيضاً: من يدفع ثمن الرصيف") == "من يدفع ثمن الرصيف"
    assert teaser("Lire aussi les lettres du maire") == ""
