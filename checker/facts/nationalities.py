"""Countries as a register of people writes them: by adjective (*svensk*, *Swedish*), and by the
four-digit codes that the Civil Registration System has of its own.

Of these codes only those are here that could be held against something: no published list was at
hand. The others are told as what they are, and a mapping says what they mean (`lovgraf:codes`).
"""

from __future__ import annotations

ADJECTIVES = {
    "AF": "afghansk Afghan", "AL": "albansk Albanian", "AR": "argentinsk Argentinian",
    "AT": "østrigsk Austrian", "AU": "australsk Australian", "BA": "bosnisk Bosnian",
    "BD": "bangladeshisk Bangladeshi", "BE": "belgisk Belgian", "BG": "bulgarsk Bulgarian",
    "BR": "brasiliansk Brazilian", "BY": "hviderussisk belarusisk Belarusian",
    "CA": "canadisk Canadian", "CH": "schweizisk Swiss", "CL": "chilensk Chilean",
    "CN": "kinesisk Chinese", "CO": "colombiansk Colombian", "CY": "cypriotisk Cypriot",
    "CZ": "tjekkisk Czech", "DE": "tysk German", "DK": "dansk Danish",
    "EE": "estisk Estonian", "EG": "egyptisk Egyptian", "ER": "eritreisk Eritrean",
    "ES": "spansk Spanish", "ET": "etiopisk Ethiopian", "FI": "finsk Finnish",
    "FR": "fransk French", "GB": "britisk British", "GH": "ghanesisk Ghanaian",
    "GR": "græsk Greek", "HR": "kroatisk Croatian", "HU": "ungarsk Hungarian",
    "ID": "indonesisk Indonesian", "IE": "irsk Irish", "IL": "israelsk Israeli",
    "IN": "indisk Indian", "IQ": "irakisk Iraqi", "IR": "iransk Iranian",
    "IS": "islandsk Icelandic", "IT": "italiensk Italian", "JP": "japansk Japanese",
    "KE": "kenyansk Kenyan", "LB": "libanesisk Lebanese", "LT": "litauisk Lithuanian",
    "LU": "luxembourgsk Luxembourgish", "LV": "lettisk Latvian", "MA": "marokkansk Moroccan",
    "MD": "moldovisk Moldovan", "MK": "makedonsk nordmakedonsk Macedonian",
    "MT": "maltesisk Maltese", "MX": "mexicansk Mexican", "MY": "malaysisk Malaysian",
    "NG": "nigeriansk Nigerian", "NL": "nederlandsk hollandsk Dutch", "NO": "norsk Norwegian",
    "NP": "nepalesisk Nepalese", "PH": "filippinsk Filipino", "PK": "pakistansk Pakistani",
    "PL": "polsk Polish", "PT": "portugisisk Portuguese", "RO": "rumænsk Romanian",
    "RS": "serbisk Serbian", "RU": "russisk Russian", "SE": "svensk Swedish",
    "SI": "slovensk Slovenian", "SK": "slovakisk Slovak", "SO": "somalisk Somali",
    "SY": "syrisk Syrian", "TH": "thailandsk Thai", "TN": "tunesisk Tunisian",
    "TR": "tyrkisk Turkish", "UA": "ukrainsk Ukrainian", "UG": "ugandisk Ugandan",
    "US": "amerikansk American", "VN": "vietnamesisk Vietnamese", "XK": "kosovarisk Kosovar",
}  # fmt: skip
"""Adjectives of one country alone (no *koreansk*, no *congolesisk*), in both languages."""
REGISTER_CODES = {"5100": "DK", "5120": "SE"}
"""The codes of the register of which it is certain what they mean."""
