"""The words of buttons and notices on pages in Arabic, French, German, Spanish and Russian, as data.

Whole lines, so plain that the language of the text need not be known; a word that stands over a chapter or
is a headline just as well (German `Folgen`, consequences) is left out. Knows no rule: `line_rules` and
`teasers` add these to their English ones.
"""

from __future__ import annotations

_LONGEST = 90  # characters of such a line; a longer one is told so without looking further

_PLATFORM = (
    r"twitter|facebook|instagram|youtube|telegram|whatsapp|linkedin|tiktok|threads|mastodon|bluesky|x"
    r"|google(?: news|\+)?|rss|pinterest|flipboard|snapchat"
    r"|(?:منص[ةّ] )?(?:تويتر|فيس ?بوك|[إا]نستغرام|[إا]نستجرام|يوتيوب|تلي?[غج]رام|تيلي[غج]رام|وات ?س ?[اآ]ب"
    r"|لينكد ?[إا]ن|تيك ?توك|[إا]كس|غوغل|جوجل|سناب ?شات|غوغل نيوز)"
    r"|твиттере?|фейсбуке?|инстаграме?|телеграме?|телеграм-канале?|ютубе?|вконтакте|вк|одноклассниках|дзене"
)
_PLATFORMS = rf"(?:{_PLATFORM})(?:\s*(?:,|/|،|&|et|und|y|e|и|و)\s*(?:{_PLATFORM}))*"
_SHARE = (
    r"شارك(?:ها|ه|وا)?|شارك (?:المقال|الخبر|هذا (?:المقال|الخبر)|الموضوع)|مشاركة(?: (?:المقال|الخبر))?"
    r"|طباعة(?: (?:المقال|الخبر|الصفحة))?|اطبع|غر[ّ]?د|نسخ الرابط|انسخ الرابط|حفظ|[إا]رسال"
    r"|[إا]رسال (?:إلى صديق|بالبريد(?: الإلكتروني)?)|[أا]رسل (?:إلى صديق|بالبريد)|البريد الإلكتروني"
    r"|تويتر|فيس ?بوك|واتس ?[اآ]ب|تلي?[غج]رام|لينكد ?[إا]ن"
    r"|partager(?: (?:l['’]article|cet article|sur))?|partagez(?: cet article)?|imprimer(?: l['’]article)?"
    r"|tweeter|envoyer(?: (?:par (?:e-?mail|courriel|mail)|à un ami))?|enregistrer|copier le lien|courriel"
    r"|teilen(?: auf)?|(?:artikel|beitrag|seite) (?:teilen|drucken|empfehlen|versenden|merken|speichern)"
    r"|(?:diesen )?(?:artikel|beitrag) teilen|drucken|twittern|weiterempfehlen|per (?:e-?)?mail (?:teilen"
    r"|versenden|verschicken|weiterempfehlen)|link kopieren|druckversion|druckansicht"
    r"|compartir(?: (?:en|(?:este )?artículo|esta noticia|noticia))?"
    r"|comparte(?: (?:este artículo|esta noticia))?"
    r"|imprimir|tuitear|enviar(?: por (?:e-?mail|correo(?: electrónico)?))?|copiar enlace|guardar artículo"
    r"|поделиться(?: (?:статьей|статьёй|новостью|ссылкой|в))?|распечатать|версия для печати|твитнуть"
    r"|скопировать ссылку|отправить (?:по почте|другу)"
)
_SHARE_ANYWHERE = r"e-?mail|facebook|twitter|whatsapp|telegram|linkedin"
_APART = r"[\s|•·/,]+"
# By the kind of furniture: what a whole line says, letters of either case being equal.
_LINES: dict[str, str] = {
    "advertisement": r"إعلان(?:ات)?|اعلان(?:ات)?|مادة إعلانية"
    r"|publicité|annonce publicitaire|la suite après (?:cette|la) publicité"
    r"|anzeigen?|werbung|advertorial|weiter nach der (?:anzeige|werbung)"
    r"|publicidad|anuncio publicitario|la noticia continúa después de la publicidad"
    r"|на правах рекламы|реклама",
    "share-buttons": rf"(?:(?:{_SHARE_ANYWHERE}){_APART})*(?:{_SHARE})"
    rf"(?:{_APART}(?:{_SHARE}|{_SHARE_ANYWHERE}))*",
    "story-continues": r"[اإ]قر[أا] المزيد|المزيد|(?:لقراءة )?المقال كامل[اً]{1,2}|تابع القراءة"
    r"|lire la suite|lire plus|en savoir plus|lire l['’]article(?: complet)?"
    r"|weiterlesen|mehr lesen|mehr erfahren|zum (?:ganzen )?artikel|lesen sie mehr"
    r"|leer más|seguir leyendo|sigue leyendo|ver más|читать далее|читать дальше|читать полностью|подробнее",
    "newsletter": r"(?:اشترك(?:وا)? في )?(?:نشرتنا|النشرة)(?: (?:البريدية|الإخبارية|الإلكترونية|اليومية))+"
    r"|(?:inscrivez-vous|abonnez-vous|s['’]inscrire|s['’]abonner) à (?:notre|la|nos) (?:newsletters?"
    r"|lettre d['’]information)|lettre d['’]information"
    r"|(?:(?:unseren|den) )?newsletter (?:abonnieren|bestellen)|(?:zum|zur) newsletter(?:[- ]anmeldung)?"
    r"|newsletter-anmeldung|melden sie sich (?:für|zu) unseren? newsletter an"
    r"|(?:suscríbete|suscríbase|apúntate) a (?:nuestr[ao]|la|el) (?:newsletter|boletín)|boletín de noticias"
    r"|подпи(?:саться|шитесь) на (?:нашу |новостную )?рассылку|рассылка новостей",
    "subscription": r"اشترك(?:وا)?(?: (?:الآن|معنا))?|s['’]abonner|abonnez-vous|je m['’]abonne"
    r"|jetzt abonnieren|abonnieren|zum abo|jetzt abo(?:nnement)? (?:testen|abschließen)"
    r"|suscríb(?:ete|ase)(?: ahora)?|suscribirse|подписаться|подпишитесь|оформить подписку",
    "follow-us": rf"تابع(?:ون[اي]|نا)(?: (?:على|عبر|في) {_PLATFORMS})?"
    rf"|تابع(?:ون[اي]|نا) على (?:مواقع|وسائل|شبكات) التواصل(?: الاجتماعي)?"
    rf"|(?:suivez|suivre|rejoignez|retrouvez)[- ]nous"
    rf"(?: (?:aussi )?sur (?:{_PLATFORMS}|les réseaux sociaux))?"
    rf"|nous suivre(?: sur {_PLATFORMS})?"
    rf"|(?:folgen|besuchen) sie uns(?: (?:auch )?(?:auf|bei|in) (?:{_PLATFORMS}|den sozialen (?:medien"
    rf"|netzwerken)))?|folge?t? uns(?: (?:auch )?(?:auf|bei) {_PLATFORMS})?"
    rf"|sígu(?:enos|anos)(?: (?:también )?(?:en|a través de) (?:{_PLATFORMS}|(?:las )?redes sociales))?"
    rf"|(?:подписывайтесь|подпишитесь|следите)(?: (?:на|за)) (?:нас|нами|нашими новостями"
    rf"|наш (?:канал|телеграм-канал))(?: (?:в|на) (?:{_PLATFORMS}|социальных сетях|соцсетях))?"
    rf"|мы в (?:{_PLATFORMS}|социальных сетях|соцсетях)",
    "copyright": r"(?:[^:«»\"“”„!?]{0,60}[\d.,|©–—-]\s*)?(?:جميع الحقوق محفوظة|كل الحقوق محفوظة"
    r"|جميع حقوق النشر محفوظة|حقوق النشر محفوظة|tous droits (?:de reproduction )?réservés"
    r"|alle rechte vorbehalten|todos los derechos reservados|все права защищены)"
    r"(?:\s*[.,|©(–—-][^:«»\"“”„!?]{0,60}|\s+ل\w+(?:\s\w+){0,5}|(?:\s+\w+){0,4})",
    "menu": r"القائمة|الرئيسية|الصفحة الرئيسية|تسجيل الدخول|اتصل بنا|من نحن|سياسة الخصوصية|شروط الاستخدام"
    r"|العودة إلى (?:الأعلى|أعلى الصفحة)|إلى الأعلى|عودة إلى الأعلى|الأكثر قراءة|[إا]لى أعلى الصفحة"
    r"|accueil|rechercher|se connecter|connexion|contactez-nous|nous contacter|qui sommes-nous \?"
    r"|politique de confidentialité|mentions légales|conditions (?:générales )?d['’]utilisation"
    r"|retour en haut(?: de (?:la )?page)?"
    r"|haut de (?:la )?page|aller au contenu(?: principal)?|les plus lus"
    r"|startseite|zur startseite|anmelden|registrieren|impressum|datenschutz(?:erklärung)?|nach oben"
    r"|(?:zurück )?(?:nach oben|zum (?:seiten)?anfang)|zum inhalt springen|zum hauptinhalt springen"
    r"|meistgelesen|nutzungsbedingungen"
    r"|iniciar sesión|aviso legal|política de (?:privacidad|cookies)|términos (?:y condiciones|de uso)"
    r"|volver arriba|ir arriba|ir al contenido|saltar al contenido|lo más leído|contáctenos|quiénes somos"
    r"|войти|вход|на главную|вверх|наверх|к началу страницы|обратная связь|политика конфиденциальности"
    r"|пользовательское соглашение|самое читаемое|о нас",
    "comments": r"\d+ تعليق(?:ات)?|تعليقات|التعليقات(?: \(\d+\))?|(?:[أا]ضف|اترك) تعليق[اً]{1,2}"
    r"|\d+ commentaires?|commentaires(?: \(\d+\))?|(?:laisser|ajouter|poster|écrire) un commentaire"
    r"|(?:voir|lire|afficher) les commentaires|réagir"
    r"|\d+ kommentare?|kommentare(?: \(\d+\))?|kommentar (?:schreiben|verfassen|hinterlassen)|kommentieren"
    r"|kommentare (?:anzeigen|lesen)"
    r"|\d+ comentarios?|comentarios(?: \(\d+\))?|(?:deja|dejar|escribe|añadir) un comentario|ver comentarios"
    r"|comentar"
    r"|\d+ комментари(?:й|я|ев)|комментарии(?: \(\d+\))?|(?:оставить|добавить|написать) комментарий"
    r"|комментировать",
}
# What stands before the headline of another article; and over a list of such.
ALSO = (
    r"[اإ]قر[أا](?:وا)? [أا]يض[اً]{1,2}|(?:à |a )?lire (?:aussi|également)|lesen sie auch|l(?:ea|ee) también"
    r"|читайте (?:также|ещё|еще)"
)
ALSO_LIST = (
    rf"{ALSO}|(?:مواضيع|أخبار|مقالات) ذات صلة|voir aussi|sur le même (?:sujet|thème)"
    r"|articles (?:liés|associés)"
    r"|mehr zum thema|lesen sie (?:dazu|hierzu)(?: auch)?|das könnte sie auch interessieren|weitere artikel"
    r"|te puede interesar|le puede interesar|noticias relacionadas|artículos relacionados"
    r"|материалы по теме|читайте по теме|смотрите также"
)


def words_of(kind: str) -> str:
    """An expression for the whole lines of that kind of furniture. Raises KeyError for a kind without any."""
    return rf"(?!.{{{_LONGEST + 1}}})\W*(?:{_LINES[kind]})\W*"
