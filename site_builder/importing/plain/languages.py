"""What articles in other languages than English say in the place of "By", "March" and "updated", as data.

A language whose words are here is told by them (`language_told`), and its bylines, dates and datelines are
read (`worded_fields`). One that is only told has its frequent words alone. Knows no text.
"""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct


class Language(Struct, frozen=True, dict=True):
    """The words of one language, in small letters. Blanks part them, or bars where some are phrases."""

    code: str  # of BCP 47
    frequent: str  # what makes up a tenth of any text, and not of one in another language of these
    byline: str = ""  # what stands before an author's name: a regular expression
    weak: str = ""  # the same, where a known given name must follow, since it begins other lines too
    sure: bool = False  # whether what begins so is a byline, whatever follows
    join: str = ""  # between the last two names
    wrote_in: str = ""  # between a name and a place
    offices: str = ""  # whoever is called so is no person
    months: tuple[str, ...] = ()  # twelve times all names and abbreviations of a month
    weekdays: tuple[str, ...] = ()  # from Monday
    published: str = ""  # before a date
    updated: str = ""
    of: str = ""  # between day and month, or month and year
    day_first: str = ""  # the sign in a date of digits that begins with the day, and only with it
    given_names: str = ""  # for scripts without capitals, which tell no name
    cities: str = ""  # as this language calls them, parted by bars

    @cached_property
    def words(self) -> frozenset[str]:
        """The frequent words."""
        return frozenset(self.frequent.split())

    @cached_property
    def month_numbers(self) -> dict[str, int]:
        """Months by every name and abbreviation that they have."""
        return {
            name: number
            for number, names in enumerate(self.months, 1)
            for name in map(str.strip, names.split("|"))
        }

    @cached_property
    def persons(self) -> frozenset[str]:
        """Given names."""
        return frozenset(self.given_names.split())

    @cached_property
    def places(self) -> frozenset[str]:
        """Cities."""
        return frozenset(map(str.strip, self.cities.split("|")))


# Agencies under the names that datelines give them, in small letters.
AGENCIES = frozenset(
    map(
        str.strip,
        "afp|ap|reuters|dpa|efe|ansa|apa|sda|ats|belga|anp|lusa|epd|kna|taz|europa press|notimex"
        "|xinhua|anadolu|aa"
        "|bloomberg|upi|тасс|итар-тасс|риа новости|интерфакс|рейтер|укринформ|رويترز|رويتر|أ ف ب|ا"
        " ف ب|أ.ف.ب"
        "|ا.ف.ب|فرانس برس|أ ب|أ.ب|د ب أ|د.ب.أ|أ ش أ|أ.ش.أ|الأناضول|سانا|وام|واس|قنا|بترا|شينخوا"
        "|سبوتنيك|يو بي آي"
        "|وكالات|الوكالات".split("|"),
    )
)

ARABIC = Language(
    "ar",
    "في من على إلى الى أن ان إن عن التي الذي الذين هذا هذه ذلك مع كان كانت كما بعد قبل لم لن لا ما"
    " أو قد قال وقال بين"
    " حيث منذ خلال حتى كل غير هو هي هم له لها فيه أنه إنه أنها إنها وقد ولم ولا ومن وفي وأن عام يوم"
    " بعض أكثر أي نحو ضد ثم"
    " أحد كانوا تم يكون تكون هناك وهو وهي مما أما إذا سوف عند عندما",
    byline=r"بقلم(?:\s*[:/])?|كتبت?\s*[:/]|إعداد\s*[:/]|تقرير\s*[:/]",
    weak="كتبت?",
    wrote_in="من|في",
    offices="وكالة مراسل مراسلنا صحيفة جريدة قناة موقع تحرير التحرير رئيس مكتب وكالات الوكالات خاص رويترز",
    months=(
        *(
            "يناير|كانون الثاني|جانفي",
            "فبراير|شباط|فيفري",
            "مارس|آذار|اذار|أذار",
            "أبريل|ابريل|إبريل|نيسان|أفريل",
        ),
        *("مايو|أيار|ايار|ماي", "يونيو|يونيه|حزيران|جوان", "يوليو|يوليه|تموز|جويلية", "أغسطس|اغسطس|آب|أوت"),
        *("سبتمبر|أيلول|ايلول", "أكتوبر|اكتوبر|تشرين الأول|تشرين الاول", "نوفمبر|تشرين الثاني"),
        "ديسمبر|كانون الأول|كانون الاول",
    ),
    weekdays=(
        *("الاثنين|الإثنين", "الثلاثاء", "الأربعاء|الاربعاء", "الخميس", "الجمعة", "السبت", "الأحد|الاحد"),
    ),
    published=r"(?:تاريخ\s+)?(?:ال)?نُ?شر(?:\s+(?:في|يوم|بتاريخ))?|بتاريخ|التاريخ",
    updated=r"(?:آخر\s+)?تحديث|تم التحديث(?:\s+في)?",
    given_names="محمد أحمد احمد علي حسن حسين محمود مصطفى إبراهيم ابراهيم خالد عمر عمرو يوسف سامي"
    " سامر ماهر كريم كمال"
    " جمال طارق زياد وليد وائل وسام نبيل سمير بسام هشام هاني رامي رائد فادي فؤاد ناصر منصور سعيد"
    " سعد صالح عادل عبد"
    " عبدالله عبدالرحمن ياسر ياسين يحيى جورج إلياس الياس ميشال فاطمة مريم ليلى سارة نور رنا ريم هدى"
    " منى سلمى عائشة"
    " زينب ديما لينا هالة رشا سمر نادية",
    cities="القاهرة|دمشق|بيروت|بغداد|عمان|عمّان|الرياض|جدة|مكة|الدوحة|أبوظبي|دبي|الكويت|المنامة"
    "|مسقط|صنعاء|عدن|طرابلس"
    "|بنغازي|تونس|الجزائر|الرباط|نواكشوط|الخرطوم|مقديشو|جيبوتي|القدس|غزة|حلب|حمص|حماة|إدلب|درعا"
    "|اللاذقية|طرطوس"
    "|الموصل|البصرة|كركوك|أربيل|الإسكندرية|أنقرة|اسطنبول|إسطنبول|طهران|كابول|نيودلهي|بكين|طوكيو"
    "|موسكو|باريس|لندن"
    "|برلين|روما|مدريد|فيينا|جنيف|بروكسل|أثينا|نيقوسيا|واشنطن|نيويورك|نيروبي|أبو ظبي|تل أبيب|رام"
    " الله|بور سعيد|لوس أنجلوس|هونغ كونغ|هونج كونج|كوالا لمبور|أديس"
    " أبابا|نيو دلهي"
    "|بوينس آيرس|كيب تاون|شرم الشيخ|دير الزور|خان يونس|بيت لحم|القدس المحتلة|الأمم المتحدة|الدار"
    " البيضاء|ريف دمشق"
    "|أم درمان|بورت سودان|سان فرانسيسكو|ريو دي جانيرو|مكسيكو سيتي",
)
FRENCH = Language(
    "fr",
    "le les des du et est dans que qui pour une sur pas au aux par avec ce il ont été cette ses"
    " sont plus mais leur",
    byline="par",
    join="et",
    wrote_in="à|en|au",
    offices="le la les agence rédaction envoyé envoyée correspondant correspondante journal service équipe",
    months=(
        *("janvier|janv|jan", "février|fevrier|févr|fév", "mars", "avril|avr", "mai", "juin", "juillet|juil"),
        *("août|aout", "septembre|sept", "octobre|oct", "novembre|nov", "décembre|decembre|déc"),
    ),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    published=r"(?:publié|paru|posté|créé)(?:\s+le)?|le",
    updated=r"(?:mis à jour|modifié|actualisé|mise à jour)(?:\s+le)?",
    cities="Damas|Beyrouth|Le Caire|Bagdad|Téhéran|Moscou|Pékin|Londres|Bruxelles|Vienne|Athènes"
    "|Lisbonne|Varsovie"
    "|Jérusalem|Alger|Riyad",
)
GERMAN = Language(
    "de",
    "der die das und ist nicht mit den dem von zu auf für ein eine einen sich im des auch wird dass"
    " nach bei aus sie hat",
    byline="von",
    join="und",
    wrote_in="in|aus",
    offices="der die das den dem redaktion agentur korrespondent korrespondentin reporter zeitung",
    months=(
        *("januar|jänner|jan", "februar|feber|feb", "märz|mrz", "april|apr", "mai", "juni|jun", "juli|jul"),
        *("august|aug", "september|sept|sep", "oktober|okt", "november|nov", "dezember|dez"),
    ),
    weekdays=("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag"),
    published=r"(?:veröffentlicht|erschienen|erstellt)(?:\s+am)?|am|vom",
    updated=r"(?:aktualisiert|geändert|zuletzt aktualisiert)(?:\s+am)?|stand",
    day_first=".",
    cities="Damaskus|Kairo|Bagdad|Teheran|Moskau|Peking|Brüssel|Genf|Wien|Athen|Rom|Lissabon"
    "|Warschau|Algier"
    "|Tripolis|Riad|München|Köln|Zürich|Prag",
)
SPANISH = Language(
    "es",
    "el los las y del que en por con para una su se lo al como más pero fue sus ha este está según también",
    byline="por",
    join="y|e",
    wrote_in="en|desde",
    offices="el la los las agencia agencias redacción corresponsal enviado enviada especial diario periódico",
    months=(
        *("enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun", "julio|jul"),
        *("agosto|ago", "septiembre|setiembre|sept|sep", "octubre|oct", "noviembre|nov", "diciembre|dic"),
    ),
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    published=r"(?:publicado|creado)(?:\s+el)?|el",
    updated=r"(?:actualizado|modificado|última actualización)(?:\s+el)?",
    of="de|del",
    cities="Damasco|El Cairo|Bagdad|Teherán|Moscú|Pekín|Londres|Bruselas|Ginebra|Viena|Atenas"
    "|Lisboa|Varsovia"
    "|Argel|Túnez|Trípoli|Riad|Nueva York|La Habana|Ciudad de México",
)
RUSSIAN = Language(
    "ru",
    "и в на что не по из это как его для от был были к за при также или он она они сообщил после"
    " однако который с о у же бы еще ещё уже через"
    " чтобы все том этом эти которые которая него ним ними быть есть было будет мы где со об во ко только",
    byline=r"авторы?\s*:|текст\s*:",
    sure=True,
    join="и",
    offices="агентство редакция корреспондент газета служба новости риа тасс интерфакс",
    months=(
        *("января|январь|янв", "февраля|февраль|фев", "марта|март|мар", "апреля|апрель|апр", "мая|май"),
        *(
            "июня|июнь|июн",
            "июля|июль|июл",
            "августа|август|авг",
            "сентября|сентябрь|сен",
            "октября|октябрь|окт",
        ),
        *("ноября|ноябрь|ноя", "декабря|декабрь|дек"),
    ),
    weekdays=("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    published=r"опубликован[оа]|дата(?:\s+публикации)?",
    updated=r"обновлен[оа]|обновлён[оа]|изменен[оа]",
    day_first=".",
    cities="Москва|Дамаск|Бейрут|Каир|Багдад|Тегеран|Пекин|Лондон|Брюссель|Женева|Вена|Афины|Рим"
    "|Варшава|Анкара"
    "|Иерусалим|Стамбул|Киев|Минск|Вашингтон|Нью-Йорк|Париж|Берлин|Мадрид|Санкт-Петербург",
)

# Those whose words are read, then those that are only told.
LANGUAGES: tuple[Language, ...] = (
    *(ARABIC, FRENCH, GERMAN, SPANISH, RUSSIAN),
    Language(
        "en",
        "the of and to is was that for with his as on by at from have has are said were"
        " be it he its this they which but their had who we you will an not or",
    ),
    Language(
        "pt",
        "o os as do da dos das em um uma não para com por mais ao foi são que também pelo pela nos"
        " e é à no na se há ou como já",
    ),
    Language(
        "it", "il di che della del per non sono è gli con alla dei nel una anche delle dal più ha si al"
    ),
    Language(
        "nl", "een zijn voor niet door bij naar wordt werd heeft over het de van dat ook aan uit hij zich"
    ),
    Language("ca", "i els amb és per les dels va han aquest aquesta pel als una que el les són més ha seva"),
    Language("ro", "și în de la cu pe care din nu este au fost pentru mai sunt a o al unui prin sau după"),
    Language("pl", "w i na z się nie do że jest to przez dla po jak od oraz został są tego który"),
    Language("sv", "och att det som en på är av för med till den har inte ett om från kan var"),
    Language("da", "og at det som en på er af for med til den har ikke et om fra kan var blev"),
    Language("nb", "og det som en på er av for med til den har ikke et om fra kan var ble å"),
    Language("gl", "os do da ao unha non máis son tamén pola dun dunha nas seu súa onde era"),
    Language("tr", "ve bir bu için ile olarak da de olan daha çok sonra kadar gibi ise dedi göre"),
    Language("uk", "і в на що не з та до за від як про для його у це під після було який"),
    Language("bg", "и в на че не за от да се с е са по като си но при това бе след"),
    Language("mk", "и во на што не од да за се со е како ги тоа по ќе беше"),
    Language("be", "і ў на што не з да за ад пра для яго гэта як быў па ён"),
    Language("sr", "и у на је да се за од са су не који то као али би по из што"),
    Language("el", "και το να του της η ο την των που για με από στην στο οι τα δεν ότι"),
    Language("he", "של את על לא כי הוא עם גם היא זה אל כל או אך בין היה לאחר יותר"),
    Language("fa", "و در به از که این را با است برای آن می های شد کرد شده خود بود تا هم"),
    Language("ur", "کے کی میں کا ہے اور سے نے کو پر کہ ہیں یہ نہیں کر بھی اس گیا جو"),
)
READ = {language.code: language for language in LANGUAGES if language.byline}

# Letters that only one language is written in today, and what part of all its letters they are at least.
OWN_LETTERS: tuple[tuple[str, str, int], ...] = (
    ("ja", "\u3040-\u30ff", 5),
    ("ko", "\uac00-\ud7af", 20),
    ("th", "\u0e00-\u0e7f", 20),
    ("ka", "\u10a0-\u10ff", 20),
    ("hy", "\u0530-\u058f", 20),
    ("zh", "\u4e00-\u9fff", 20),  # behind Japanese, which has these too
)
