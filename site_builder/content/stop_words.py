"""Words that say nothing of what a text is about, for a few languages. Knows no text.

Each list holds the function words of a language, the verbs of reporting and the names of days and
months, folded as by `terms.fold`. Lists are kept apart, because one language's article is another's
news: German "war" means "was". Other languages fare without: what stands in most articles weighs
little anyway.
"""

from __future__ import annotations

ENGLISH = frozenset(
    """
    about above according after again against all almost along already also although always am among an
    and another any are around as asked at back be became because been before being below between both but
    by came can come could day days did do does doing don done down during each even ever every few first
    for from further get go going got had has have having he her here hers herself him himself his how
    however if in into is it its itself just last least less like ll made make makes making many may me
    might more most much must my myself never new next no nor not now of off often on once one only or
    other others our ours out over own per put re said same saw say saying says see seen she should since
    so some still such take taken than that the their theirs them themselves then there these they this
    those though three through time times to today told too took toward towards two under until up upon us
    use used ve very was way we week weeks well went were what when where whether which while who whom
    whose why will with within without would year years yes yesterday yet you your yours yourself
    ain aren couldn didn doesn hadn hasn haven isn mustn shouldn wasn weren wouldn
    monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december
    """.split()
)
FRENCH = frozenset(
    """
    ai ainsi alors apres au aucun aussi autre autres aux avait avant avec avoir bien car ce cela celle
    celui ces cet cette ceux chez comme comment contre dans de depuis des deux dire dit dont du elle elles
    en encore entre est et etaient etait ete etre eux faire fait fois font ici il ils je jour jours la le
    les leur leurs lors lui mais meme mes moi moins mois mon ne nos notre nous on ont ou par parce pas
    pendant peu peut plus pour pourquoi pres puis qu quand que quel quelle qui sa sans se selon sera ses
    si son sont sous sur ta tout toute toutes tous tres trois tu un une va vers vos votre vous
    lundi mardi mercredi jeudi vendredi samedi dimanche
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    """.split()
)
GERMAN = frozenset(
    """
    ab aber alle allem allen aller als also am an andere anderen auch auf aus bei beim bereits bis da dabei
    dafur damit dann daran das dass dazu dem den denn der deren des dessen die dies diese diesem diesen
    dieser dieses doch dort drei durch ein eine einem einen einer eines er erst es etwa fur gegen gibt habe
    haben hat hatte hatten hier ich ihm ihn ihr ihre ihrem ihren ihrer im immer in ins ist ja jahr jahre
    jahren jedoch jetzt kann kein keine konnen konnte laut man mehr mit muss nach nicht noch nun nur ob
    oder ohne sagte schon sehr sei sein seine seinem seinen seiner seit sich sie sind so soll sollen sowie
    uber um und uns unter vom von vor war waren was weil weiter welche wenn werden wer wie wieder will wir
    wird wo worden wurde wurden zu zum zur zwar zwei zwischen
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    januar februar marz april mai juni juli august september oktober november dezember
    """.split()
)
SPANISH = frozenset(
    """
    ademas ahora al algo algunos ano anos ante antes asi aun aunque bajo bien cada como con contra cual
    cuando de del desde despues dia dias dice dijo donde dos durante el ella ellos en entre era eran es esa
    ese eso esta estaba estan estar este esto estos fue fueron ha haber habia hace hacia han hasta hay la
    las le les lo los mas me mi mientras mismo muy nada ni no nos nosotros nuestro otra otras otro otros
    para pero poco por porque primer puede que quien se segun ser si sido sin sobre solo son su sus tal
    tambien tan tanto tiene tienen toda todas todo todos tras tres tu un una uno unos ya yo
    lunes martes miercoles jueves viernes sabado domingo
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    """.split()
)
PORTUGUESE = frozenset(
    """
    agora ainda alem ano anos ante antes ao aos apenas apos as assim ate cada com como contra da das de
    depois desde dia dias disse do dois dos durante duas ela ele eles em entre era essa esse esta estao
    estar este eu foi foram ha isso ja la lhe mais mas me mesmo meu muito na nao nas nem no nos nossa nosso
    num numa onde os ou outra outro outros para pela pelas pelo pelos pode por porque primeiro qual quando
    que quem se segundo sem ser seu seus so sob sobre sua suas tambem tem ter teve tinha toda todas todo
    todos tres um uma umas uns vai voce
    segunda terca quarta quinta sexta sabado domingo feira
    janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
    """.split()
)
ITALIAN = frozenset(
    """
    ad agli ai al alla alle allo anche ancora anni anno aveva avere che chi ci come con contro cosi cui da
    dagli dai dal dalla dalle dei degli del dell della delle dello di dopo dove due durante ed era erano
    essere fa fino fra gia giorni giorno gli ha hanno ho il in io la le lei li lo loro lui ma mentre mi
    molto ne negli nei nel nell nella nelle noi non nostro ogni oltre per perche pero piu poi prima proprio
    quale quando quanto quella quelli quello questa queste questi questo se secondo sempre senza si solo
    sono sta stata stati stato su sua sue sugli sui sul sulla sulle suo suoi tra tre tutta tutte tutti
    tutto un una uno verso vi
    lunedi martedi mercoledi giovedi venerdi sabato domenica
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    """.split()
)
DUTCH = frozenset(
    """
    aan al alle als altijd andere bij binnen dan dat de deze die dit doen door drie dus een eerste eens en
    er ge geen haar had hadden heb hebben heeft hem het hier hij hoe hun iets ik in is jaar jaren je kan
    kon kunnen maar meer men met mijn moet moeten na naar niet nog nu of om omdat onder ons ook op over
    sinds te tegen tijdens toch toen tot tussen twee uit van vanaf veel volgens voor waar wanneer waren was
    wat we weer wel werd werden wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou zouden
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    januari februari maart april mei juni juli augustus september oktober november december
    """.split()
)
RUSSIAN = frozenset(
    """
    без более больше был была были было быть вам вас ведь во вот все всего всех вы где года году да даже
    два для до его ее если есть еще же за здесь из или им их как когда которая которое которые которых
    который кто ли лет между меня мне может мы на над надо нам нас не него нее нет ни них но ну об один он
    она они оно от по под после потому при про раз сам себя сейчас со также так там тем то того тоже только
    том тот три ту ты уже чем через что чтобы эта эти этих это этого этой этом этот я заявил сообщил словам
    понедельник вторник среду четверг пятницу субботу воскресенье
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    """.replace("й", "и").split()
)
ARABIC = frozenset(
    """
    الى او اي ايضا اذا اكثر الا التي الذي الذين ام ان انه انها اول بان بعد بعض بل بين تم تلك ثم حتى حول
    حيث خلال دون ذلك سوف ضد ضمن عام عبر عدد عدم على علي عن عند عندما غير فان فقط في فيما فيه فيها قال قالت
    قبل قد كان كانت كل كما لا لدى لقد لكن لم لن له لها ليس ما مثل مع من منذ منه منها نحو هذا هذه هم هنا
    هناك هو هي وان واضاف وفي وقال وقالت وقد وكان ولا ولم وما ومن وهو وهي يكون يمكن يوم
    الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد
    """.split()
)

LISTS = (ENGLISH, FRENCH, GERMAN, SPANISH, PORTUGUESE, ITALIAN, DUTCH, RUSSIAN, ARABIC)
