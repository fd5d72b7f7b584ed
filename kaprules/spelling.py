"""English as the United States spell it: each word that is spelled otherwise in the library's texts, declared once.

The library is written in British English. A text is respelled word by word; placeholders and identifiers stay.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

AMERICAN: Final[Mapping[str, str]] = {
    "aetiology": "etiology",
    "ageing": "aging",
    "amenorrhoea": "amenorrhea",
    "anaemia": "anemia",
    "anaesthesia": "anesthesia",
    "anaesthesiological": "anesthesiological",
    "anaesthesiologist": "anesthesiologist",
    "anaesthesiologists": "anesthesiologists",
    "anaesthesiology": "anesthesiology",
    "anaesthetic": "anesthetic",
    "anaesthetics": "anesthetics",
    "anaesthetist": "anesthesiologist",
    "anaesthetists": "anesthesiologists",
    "analyse": "analyze",
    "analysed": "analyzed",
    "apnoea": "apnea",
    "apnoeas": "apneas",
    "authorisation": "authorization",
    "authorise": "authorize",
    "authorised": "authorized",
    "behaviour": "behavior",
    "behavioural": "behavioral",
    "behaviours": "behaviors",
    "bradypnoea": "bradypnea",
    "caesarean": "cesarean",
    "cancelled": "canceled",
    "catalogue": "catalog",
    "catalogues": "catalogs",
    "centimetre": "centimeter",
    "centimetres": "centimeters",
    "centre": "center",
    "centres": "centers",
    "colour": "color",
    "colours": "colors",
    "counselling": "counseling",
    "counsellor": "counselor",
    "defence": "defense",
    "destabilise": "destabilize",
    "destabilised": "destabilized",
    "diarrhoea": "diarrhea",
    "dysmenorrhoea": "dysmenorrhea",
    "dyspnoea": "dyspnea",
    "enrolment": "enrollment",
    "favour": "favor",
    "foetal": "fetal",
    "foetus": "fetus",
    "fulfil": "fulfill",
    "fulfils": "fulfills",
    "grey": "gray",
    "gynaecological": "gynecological",
    "gynaecologist": "gynecologist",
    "haematuria": "hematuria",
    "haemodynamic": "hemodynamic",
    "haemodynamically": "hemodynamically",
    "haemoglobin": "hemoglobin",
    "haemorrhage": "hemorrhage",
    "haemorrhages": "hemorrhages",
    "haemorrhagic": "hemorrhagic",
    "honour": "honor",
    "hospitalisation": "hospitalization",
    "hospitalised": "hospitalized",
    "hyperaemia": "hyperemia",
    "hypoglycaemia": "hypoglycemia",
    "hypopnoea": "hypopnea",
    "hypopnoeas": "hypopneas",
    "ischaemia": "ischemia",
    "ischaemic": "ischemic",
    "judgement": "judgment",
    "labelled": "labeled",
    "leukaemia": "leukemia",
    "licence": "license",
    "licences": "licenses",
    "litre": "liter",
    "litres": "liters",
    "manoeuvre": "maneuver",
    "metabolise": "metabolize",
    "metabolised": "metabolized",
    "metre": "meter",
    "metres": "meters",
    "millilitre": "milliliter",
    "millilitres": "milliliters",
    "minimise": "minimize",
    "neighbour": "neighbor",
    "neighbours": "neighbors",
    "normalise": "normalize",
    "normalised": "normalized",
    "oedema": "edema",
    "oesophageal": "esophageal",
    "oesophagus": "esophagus",
    "oestradiol": "estradiol",
    "oestrogen": "estrogen",
    "oestrogens": "estrogens",
    "organisation": "organization",
    "organise": "organize",
    "organised": "organized",
    "orthopaedic": "orthopedic",
    "paediatric": "pediatric",
    "phaeochromocytoma": "pheochromocytoma",
    "practise": "practice",
    "practised": "practiced",
    "practises": "practices",
    "programme": "program",
    "programmes": "programs",
    "randomised": "randomized",
    "realise": "realize",
    "recognise": "recognize",
    "recognised": "recognized",
    "sceptical": "skeptical",
    "specialised": "specialized",
    "stabilise": "stabilize",
    "stabilised": "stabilized",
    "stabiliser": "stabilizer",
    "stabilisers": "stabilizers",
    "sterilisation": "sterilization",
    "sterilise": "sterilize",
    "sterilised": "sterilized",
    "summarise": "summarize",
    "summarised": "summarized",
    "tachypnoea": "tachypnea",
    "theatre": "theater",
    "tranquilliser": "tranquilizer",
    "tranquillisers": "tranquilizers",
    "travelled": "traveled",
    "travelling": "traveling",
    "tumour": "tumor",
    "tumours": "tumors",
    "uraemia": "uremia",
    "utilise": "utilize",
    "whilst": "while",
}
"""Words by their British spelling, in small letters; a physician who gives anaesthesia is an anesthesiologist there."""

_WORDS: Final = re.compile(r"\{[^}]*\}|\w+(?:[._]\w+)+|[^\W\d_]+")


@functools.lru_cache(maxsize=8192)
def respelled(text: str) -> str:
    """Return a British text as the United States spell it.

    >>> respelled("An anaesthetist rates {programme}: Tumour, breathing.sleep_apnoea")
    'An anesthesiologist rates {programme}: Tumor, breathing.sleep_apnoea'
    """
    return _WORDS.sub(lambda found: _respelled(found[0]), text)


def _respelled(word: str) -> str:
    told = AMERICAN.get(word.lower())
    if told is None:
        return word
    return told.upper() if word.isupper() else told.capitalize() if word[0].isupper() else told
