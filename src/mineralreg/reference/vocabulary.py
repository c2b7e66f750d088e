"""The words that records may use, one table each.

The models, the checks, the JSON Schema, the command line's choices, completion and the docs all
read these tables, so a word is added here and nowhere else. Words for acts follow the glossary of
the United Nations Treaty Collection where it has one. No imports: the fast path reads this.
"""

from __future__ import annotations

RECORD_KINDS = ("source", "partner", "agreement", "initiative", "event", "claim")
"""The arrays of tables of a registry file, in canonical order."""

SOURCE_KINDS = ("official", "press", "think-tank", "company")
READINGS = ("whole", "excerpt", "title", "second-hand")
"""How much of a source somebody has read."""

PARTNER_KINDS = (
    "country",
    "territory",
    "subnational",
    "bloc",
    "organisation",
    "agency",
    "company",
    "consortium",
)

AGREEMENT_KINDS = (
    "treaty",
    "agreement",
    "framework",
    "memorandum",
    "partnership",
    "declaration",
    "joint-statement",
    "action-plan",
    "roadmap",
    "protocol",
    "amendment",
    "addendum",
    "exchange-of-letters",
    "arrangement",
    "contract",
    "other",
)

TITLE_STATUSES = ("official", "descriptive")
LEGAL_NATURES = ("binding", "non-binding", "mixed", "not-stated")
LEVELS = ("intergovernmental", "inter-agency", "subnational", "commercial")
TEXT_STATUSES = ("published", "unpublished", "not-found")
RENEWALS = ("automatic", "by-agreement", "none")

ACTION_STATUS: dict[str, str | None] = {
    "proposed": "proposed",
    "announced": "announced",
    "negotiations-opened": "negotiating",
    "negotiations-concluded": "concluded",
    "initialled": "concluded",
    "adopted": "concluded",
    "signed": "signed",
    "endorsed": "signed",
    "ratified": None,
    "accepted": None,
    "approved": None,
    "acceded": None,
    "succeeded": None,
    "formally-confirmed": None,
    "submitted-to-parliament": None,
    "challenged-in-court": None,
    "provisionally-applied": "provisionally-applied",
    "entered-into-force": "in-force",
    "took-effect": "in-effect",
    "amended": None,
    "suspended": "suspended",
    "resumed": None,
    "denounced": None,
    "withdrew": None,
    "superseded": "superseded",
    "expired": "expired",
    "terminated": "terminated",
    "lapsed": "lapsed",
}
"""Each act that an agreement can have, with the status that it brings (None: it changes none).

`resumed` brings back the status before the suspension.
"""

INITIATIVE_ACTION_STATUS: dict[str, str | None] = {
    **ACTION_STATUS,
    "launched": "active",
    "relaunched": "active",
    "ended": "ended",
}
"""The same for initiatives."""

AGREEMENT_ACTIONS = tuple(ACTION_STATUS)
INITIATIVE_ACTIONS = tuple(INITIATIVE_ACTION_STATUS)

ACTION_NOUNS = {
    "proposal": "proposed",
    "announcement": "announced",
    **dict.fromkeys(("opening-of-negotiations", "start-of-negotiations"), "negotiations-opened"),
    "conclusion-of-negotiations": "negotiations-concluded",
    **dict.fromkeys(("initialling", "initialing"), "initialled"),
    "adoption": "adopted",
    **dict.fromkeys(("signature", "signing", "definitive-signature", "simple-signature"), "signed"),
    **dict.fromkeys(("signature-ad-referendum", "signature-subject-to-ratification"), "signed"),
    "endorsement": "endorsed",
    "ratification": "ratified",
    "acceptance": "accepted",
    "approval": "approved",
    "accession": "acceded",
    "succession": "succeeded",
    **dict.fromkeys(("formal-confirmation", "act-of-formal-confirmation"), "formally-confirmed"),
    "provisional-application": "provisionally-applied",
    **dict.fromkeys(("entry-into-force", "coming-into-force", "in-force"), "entered-into-force"),
    **dict.fromkeys(("entry-into-effect", "coming-into-effect", "in-effect"), "took-effect"),
    "amendment": "amended",
    "suspension": "suspended",
    "resumption": "resumed",
    "denunciation": "denounced",
    "withdrawal": "withdrew",
    "supersession": "superseded",
    **dict.fromkeys(("expiry", "expiration"), "expired"),
    "termination": "terminated",
    "lapse": "lapsed",
    "launch": "launched",
    "relaunch": "relaunched",
}
"""The nouns that depositaries and people use for acts."""

SYNONYMS = {
    **dict.fromkeys(("mou", "mous", "moc", "memorandumofunderstanding"), "memorandum"),
    **dict.fromkeys(("memorandumofcooperation", "memorando"), "memorandum"),
    **dict.fromkeys(("memorandodeentendimiento", "memorandodeentendimento"), "memorandum"),
    "protocoledaccord": "memorandum",
    "legallybinding": "binding",
    **dict.fromkeys(("notbinding", "notlegallybinding"), "non-binding"),
    "government": "intergovernmental",
    "thinktank": "think-tank",
    **dict.fromkeys(("acuerdo", "acordo", "accord", "convenio"), "agreement"),
    **dict.fromkeys(("declaracion", "declaracao"), "declaration"),
    **dict.fromkeys(("declaracionconjunta", "declaracaoconjunta"), "joint-statement"),
    **dict.fromkeys(("tratado", "traite"), "treaty"),
    **dict.fromkeys(("protocolo", "protocole"), "protocol"),
    **dict.fromkeys(("contrato", "contrat"), "contract"),
    **dict.fromkeys(("hojaderuta", "feuillederoute"), "roadmap"),
    **dict.fromkeys(("vinculante", "contraignant"), "binding"),
    **dict.fromkeys(("novinculante", "naovinculante", "noncontraignant"), "non-binding"),
    **dict.fromkeys(("firma", "assinatura"), "signed"),
    **dict.fromkeys(("ratificacion", "ratificacao"), "ratified"),
    **dict.fromkeys(("adhesion", "adesao"), "acceded"),
    **dict.fromkeys(("aceptacion", "acceptation", "aceitacao"), "accepted"),
    **dict.fromkeys(("aprobacion", "approbation", "aprovacao"), "approved"),
    **dict.fromkeys(("aplicacionprovisional", "applicationprovisoire"), "provisionally-applied"),
    **dict.fromkeys(("entradaenvigor", "entreeenvigueur", "entradaemvigor"), "entered-into-force"),
    **dict.fromkeys(("denuncia", "denonciation"), "denounced"),
    **dict.fromkeys(("retiro", "retrait", "retirada"), "withdrew"),
    **dict.fromkeys(("yes", "si", "sim", "oui"), "binding"),
    **dict.fromkeys(("no", "nao", "non"), "non-binding"),
}
SYNONYMS |= {noun.replace("-", ""): verb for noun, verb in ACTION_NOUNS.items()}
"""What people write for a word, also in Spanish, French and Portuguese, without blanks."""

STATUSES = (*dict.fromkeys(filter(None, ACTION_STATUS.values())), "unknown")
"""The statuses that acts bring, on the way into force and out of it."""

INITIATIVE_STATUSES = (*STATUSES[:-1], "active", "ended", "unknown")
ENDED_STATUSES = ("superseded", "expired", "terminated", "lapsed", "ended")

STATUS_RANK = {status: rank for rank, status in enumerate(("unknown", *STATUSES[:7]))}
STATUS_RANK |= {"active": STATUS_RANK["signed"], "in-effect": STATUS_RANK["in-force"]}
"""The way up: a late announcement does not take back a signature."""

RELATIONS = {
    "supersedes": "superseded by",
    "amends": "amended by",
    "implements": "implemented by",
    "annex-of": "has the annex",
    "translation-of": "translated as",
    "part-of": "has the part",
    "distinct-from": "distinct from",
}
"""How an agreement relates to another, each with what that is to the first."""

SIGNATORY_ROLES = ("signatory", "witness")
MEMBER_ROLES = ("member", "chair", "host", "founding-member", "observer", "guest", "partner")
OBSERVERS = ("observer", "guest")
"""Roles of those who do not belong to an initiative."""

INITIATIVE_KINDS = (
    "forum",
    "partnership",
    "declaration",
    "plan",
    "stockpile",
    "consortium",
    "corridor",
    "task-force",
    "fund",
)
KINDS_OF = {
    "agreement": AGREEMENT_KINDS,
    "partner": PARTNER_KINDS,
    "initiative": INITIATIVE_KINDS,
    "source": SOURCE_KINDS,
}
"""The words for `kind` of each record kind that has one."""

REFERENCES = {
    **dict.fromkeys(("sources", "source"), "source"),
    **dict.fromkeys(("parties", "party", "country", "between", "hosts", "participants"), "partner"),
    **dict.fromkeys(("names", "partner", "parent", "depositary"), "partner"),
    **dict.fromkeys(("initiatives", "initiative", "predecessors"), "initiative"),
    **{"event": "event", "agreement": "agreement"},
}
"""The keys under which records are named, also in selectors, and what kind of record each names."""

DEFAULTS: dict[str, dict[str, object]] = {
    "record": {
        "title_status": "descriptive",
        "legal_nature": "not-stated",
        "level": "intergovernmental",
        "counts_host": False,
        "counts_blocs": False,
        "expect": "match",
    },
    "signatories": {"role": "signatory"},
    "members": {"role": "member", "confidence": "certain"},
}
"""What a key means that is not there: of a record, or of the tables in one of its lists."""

DERIVED_KINDS = ("agreement", "initiative")
"""Record kinds whose status and date follow from their acts."""

CLAIM_UNITS = ("agreements", "partners", "members", "participants", "other")
EXPECTATIONS = ("match", "short", "over", "unknowable")
CONFIDENCES = ("certain", "likely", "possible", "contradicted")

TOPIC_MEANINGS = {
    "pricing": "price floors, reference prices, price transparency",
    "project-development": "choosing and advancing mines, plants and other projects",
    "market-standards": "standards for markets, traceability and trade",
    "supply-chain-gaps": "finding and closing gaps and dependencies in supply chains",
    "finance": "loans, equity, guarantees, grants and insurance",
    "exploration": "prospecting and exploration for deposits",
    "mining": "extraction",
    "processing": "concentration, smelting, refining and separation",
    "recycling": "recovery from scrap, waste and tailings; circular economy",
    "stockpiling": "reserves and stockpiles",
    "offtake": "purchases and long-term supply contracts",
    "trade-measures": "export controls, tariffs, quotas and access to markets",
    "investment-screening": "review of sales and foreign investments",
    "permitting": "licences, permits and the time they take",
    "geological-mapping": "surveys, mapping and geological data",
    "environment-and-labour": "environmental, social and labour conditions",
    "research": "research and development",
    "technology-transfer": "sharing technology and know-how",
    "capacity-building": "training, skills and institutions",
    "infrastructure": "railways, ports, roads, energy and corridors",
    "transparency": "disclosure, anti-corruption and governance",
    "illegal-mining": "illegal mining and trade",
    "rapid-response": "alerts and joint action in a disruption of supply",
}
"""What an agreement may be about, each with what it takes in."""

TOPICS = tuple(TOPIC_MEANINGS)


SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_LENGTH = 64
"""An id is lower-case ASCII words joined by hyphens, of at most so many characters (MR105)."""

TEXT_PATTERN = r"\S"
"""A text has at least one visible character (MR109)."""

URL_PATTERN = r"^https?://[^\s/?#@]+(:\d+)?([/?#]\S*)?$"
"""An address has a host and no blank (MR108)."""

DURATION_PATTERN = r"^P(\d+Y(\d+M)?(\d+D)?|\d+M(\d+D)?|\d+D|\d+W)$"
"""A duration is one of ISO 8601 in years, months and days, or in weeks (MR106)."""

_LANGUAGES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
LANGUAGE_PATTERN = (
    rf"^({'|'.join(_LANGUAGES.split())}|[a-z]{{3}})(-[A-Z][a-z]{{3}})?(-([A-Z]{{2}}|\d{{3}}))?$"
)
"""A BCP 47 tag: a language of ISO 639, perhaps with its script and region (MR104)."""
