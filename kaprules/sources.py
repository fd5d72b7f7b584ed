"""The works that rules and readings cite."""

from __future__ import annotations

from datetime import date
from typing import Final

from .limit import Certainty, Citation, Source, Stewardship

ADOPTED: Final = date(2026, 11, 23)
"""The day on which this project adopted the limits of its first rule book."""
MAINTAINED: Final = Stewardship("kaprules maintainers", reviewed=date(2026, 11, 30), next_review=date(2027, 11, 30))
"""Who answers for the rules of the library, unless a rule says otherwise; nobody outside the project approved them."""

SEED: Final = Source("S01", "D. MacMannis, Ketamine-Assisted Psychotherapy", "the criteria's source document")
PROJECT: Final = Source("KAPRULES", "this project's own choice", "docs/design.md")


def criterion(number: int) -> Citation:
    """Cite one of the thirteen criteria of the source document."""
    return Citation(SEED, f"criterion {number}")


def proposal(reason: str) -> Citation:
    """Cite this project's own choice, with its reason."""
    return Citation(PROJECT, reason, Certainty.PROPOSAL)


def recalled(source: Source, locator: str) -> Citation:
    """Cite general knowledge that was not verified in a copy of the source."""
    return Citation(source, locator, Certainty.RECALLED)


EU_LEAFLET: Final = Source(
    "S02",
    "Spravato package leaflet, European Union, 2022",
    "https://build.fhir.org/ig/joofio/test-epi-composition",
    1,
)
US_BRIEF_SUMMARY: Final = Source(
    "S03b",
    "Spravato brief summary, United States",
    "https://www.usmedicine.com/2021online-dir/inc/html/33.html",
    1,
)
US_MONOGRAPH: Final = Source("S06", "Monograph of Spravato", "http://butalbitalapap.org/index-4966.html", 4)
SWISS_ESKETAMINE: Final = Source(
    "S12",
    "Product information Esketamin Sintetica, Switzerland",
    "https://ch.oddb.org/de/gcc/fachinfo/reg/67994/chapter/restrictions",
    1,
)
GERMAN_LEAFLET: Final = Source(
    "S13",
    "Leaflet Ketamin-hameln, Germany",
    "https://medikamio.com/de-de/medikamente/ketamin-hameln-50-mgml-injektionsloesung/pil",
    1,
)
US_KETAMINE_LABEL: Final = Source(
    "S14",
    "Label of ketamine hydrochloride, United States",
    "https://drugcentral.org/label/d3d84d70-3b27-4437-89fe-0dbe726a9557/view",
    1,
)
ASRA: Final = Source(
    "S15",
    "Consensus guideline on ketamine infusions of ASRA, AAPM and ASA, 2018",
    "https://www.asra.com",
    1,
)
FIELD_TRIP_PROGRAMME: Final = Source(
    "S19",
    "Field Trip programme of ketamine-assisted psychotherapy, NCT05604794",
    "https://trials.co/clinical-trials-details",
    2,
)
MOUNT_SINAI: Final = Source(
    "S20",
    "Mount Sinai trial of ketamine-assisted psychotherapy against ketamine alone",
    "https://mountsinai.org/clinical-trials/ketamine-assisted-psychotherapy-kap-compared-to-ketamine-alone-for-treatment-of-depression",
    2,
)
ALCOHOL_WITHDRAWAL_TRIAL: Final = Source(
    "S22",
    "Trial of ketamine in an alcohol withdrawal unit, NCT05661669",
    "https://ignite-sd.com/clinical/show/eligibilitymodule/71554",
    2,
)
MASS_GENERAL_TRIAL: Final = Source(
    "S23",
    "Trial NCT06597695, Massachusetts General Hospital",
    "https://ignite-sd.com/clinical/show/eligibilitymodule/7454",
    2,
)
TRIAL_NCT07139106: Final = Source(
    "S25",
    "Trial NCT07139106",
    "https://ignite-sd.com/clinical/show/eligibilitymodule/783542",
    2,
)
BRAIN_INJURY_TRIAL: Final = Source(
    "S26",
    "Trial of ketamine for depression and trauma after brain injury, NCT06228391",
    "https://trial.medpath.com/clinical-trial/27a4276407e5e2f6/efficacy-safety-ketamine-depression-ptsd",
    2,
)
MILD_INJURY_DEFINITION: Final = Source(
    "S26b",
    "Definition of mild brain injury in a depression trial",
    "https://participaid.co/studies/dJ6ZJd",
    2,
)
ESKETAMINE_TRIAL_NCT04658420: Final = Source(
    "S27",
    "Trial of esketamine NCT04658420",
    "https://ignite-sd.com/clinical/show/eligibilitymodule/135030",
    2,
)
TRIAL_TABLE_PMC6727003: Final = Source(
    "S32a",
    "Eligibility table of a ketamine trial, PMC6727003",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC6727003/table/tbl1",
    2,
)
TRIAL_TABLE_PMC10812090: Final = Source(
    "S32b",
    "Eligibility table of a ketamine trial, PMC10812090",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC10812090/table/T1",
    2,
)
TRIAL_TABLE_PMC6884875: Final = Source(
    "S32c",
    "Eligibility table of an esketamine trial, PMC6884875",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC6884875/table/Tab1",
    2,
)
PSYON: Final = Source(
    "S33",
    "Psyon, Prague: exclusion criteria of ketamine-assisted therapy",
    "https://www.psyon.cz/en/faq/exclusion-criteria/",
    3,
)
PSYON_ADMISSION: Final = Source(
    "S33b",
    "Psyon, Prague: conditions for admission to ketamine-assisted therapy",
    "https://www.psyon.cz/en/faq/what-are-the-conditions-for-admission-to-ketamine-assisted-therapy/",
    3,
)
CAROLINAS: Final = Source(
    "S34",
    "Carolinas clinic: exclusions from ketamine-assisted psychotherapy",
    "https://www.carolinascenter.com/kap-exclusions",
    3,
)
TORONTO: Final = Source(
    "S35",
    "Toronto Ketamine Clinic: referral form",
    "https://torontoketamineclinic.com/referral-form/",
    3,
)
DSM5_REMISSION: Final = Source(
    "S39",
    "DSM-5 work group on substance use disorders: remission",
    "https://paperkb.org/coga/coga-kb",
    2,
)
DSM5_SEVERITY: Final = Source(
    "S39b",
    "DSM-5 severity of substance use disorders",
    "https://psychcentral.com/disorders/revised-alcoholsubstance-use-disorder/2/",
    4,
)
NICE_NG112: Final = Source(
    "S40",
    "NICE guideline NG112, terms used",
    "https://www.nice.org.uk/guidance/ng112/chapter/terms-used-in-the-guideline",
    1,
)
FDA_COMPOUNDED: Final = Source(
    "S45",
    "FDA alert of October 2023 on compounded ketamine, as reported",
    "https://scrippsnews.com/stories/fda-warns-of-risks-involved-with-compounded-ketamine-products",
    4,
)
SUICIDE_SCREENER: Final = Source(
    "S47",
    "Columbia Suicide Severity Rating Scale, screener: items and time frames",
    "https://docest.com/doc/610945/suicide-ideation-definitions-and-prompts",
    3,
)
SUICIDE_TRIAGE: Final = Source(
    "S47b",
    "Columbia Lighthouse Project: triage by the Columbia Suicide Severity Rating Scale",
    "https://cssrs.columbia.edu/the-columbia-scale-c-ssrs/triage-c-ssrs/",
    2,
)
DAST_10: Final = Source(
    "S46",
    "Scoring of the DAST-10",
    "https://comorbidityguidelines.org.au/appendix-w-drug-abuse-screening-test-dast10/dast10-scoring-and-interpretation",
    2,
)
AUDIT: Final = Source("S46b", "Zones of the AUDIT", "https://www.medicareinformatics.com/Utility/AlcoholScreening", 4)
AUDIT_C: Final = Source(
    "S61",
    "Cut-offs of the AUDIT-C",
    "https://hepatitisc.uw.edu/go/evaluation-staging-monitoring/initial-evaluation-chronic/determining-audit-c",
    3,
)
AUDIT_C_BANDS: Final = Source(
    "S61b",
    "Bands of the AUDIT-C",
    "https://primarycare.ementalhealth.ca/index.php?ID=58&hideFormatting=1&m=printSurveyScoring",
    2,
)
NUMINUS: Final = Source(
    "S48",
    "Numinus module on assessment and preparation",
    "http://numiustatic.numinus.com/equivalency-mdma/mod-1/08-assessment.html",
    3,
)
CYSTITIS_CASE: Final = Source(
    "S50",
    "Case report of cystitis at a treatment dose of ketamine",
    "https://sysrevpharm.org/abstract/a-case-report-of-ketamine-treatment-for-depression-and-its-associated-complications-102733.html",
    2,
)
CYSTITIS_REVIEW: Final = Source(
    "S50b",
    "Review of ketamine cystitis: stopping ketamine comes first",
    "https://healthpsychologyresearch.openmedicalpublishing.org",
    2,
)
DISSOCIATION_SCALE: Final = Source(
    "DES-II",
    "Dissociative Experiences Scale II",
    "a licensed instrument; only scores are kept",
)
PRESCRIPTION_MONITORING: Final = Source(
    "PDMP",
    "Prescription monitoring programmes",
    "national and state registers of controlled medicines",
)
US_LABEL_HIGHLIGHTS: Final = Source(
    "S04",
    "Highlights of the Spravato label, United States, as a clinic shows them",
    "https://wcmedicine.com/?p=441",
    3,
)
BLOOD_PRESSURE_PROTOCOL: Final = Source(
    "S08",
    "Protocol of blood pressure around esketamine",
    "https://www.droracle.ai/articles/538624/what-protocol-should-be-in-place-when-administering-spravato",
    4,
)
ESKETAMINE_PRECAUTIONS: Final = Source(
    "S09",
    "Esketamine: precautions",
    "https://rxreasoner.com/substances/esketamine/precautions",
    4,
)
SWISS_KETAMINE: Final = Source(
    "S11",
    "Product information Ketamin Sintetica, Switzerland",
    "https://ch.oddb.org/en/gcc/fachinfo/reg/67199/chapter/contra_indications",
    1,
)
FIELD_TRIP: Final = Source(
    "S19b",
    "Field Trip: what disqualifies from ketamine therapy",
    "https://fieldtriphealth.ca/?p=11131",
    3,
)
FIELD_TRIP_RECORD: Final = Source(
    "S19c",
    "Record of the Field Trip trial elsewhere, NCT05604794",
    "https://www.huxleybio.com/trials/NCT05604794",
    2,
)
TRIAL_NCT06943859: Final = Source(
    "S24",
    "Trial NCT06943859",
    "https://ignite-sd.com/clinical/show/eligibilitymodule/13416",
    2,
)
PRESSURE_CATEGORIES: Final = Source(
    "S36",
    "Blood pressure categories of ACC and AHA, 2017",
    "https://bmccardiovascdisord.biomedcentral.com/articles/10.1186/s12872-019-1259-0/tables/1",
    2,
)
APNOEA_CLASSES: Final = Source(
    "S37",
    "Farney and others 2011: classes of the apnoea-hypopnoea index",
    "http://aasmnet.org/jcsm/ViewAbstract.aspx?pid=28289",
    2,
)
STOP_BANG_BANDS: Final = Source(
    "S37b",
    "Bands of the STOP-Bang score",
    "https://fpnotebook.com/Lung/Exam/StpBngQstnr.htm",
    2,
)
STOP_BANG_PROBABILITIES: Final = Source(
    "S37c",
    "Farney and others 2011: probability of severe apnoea by STOP-Bang score",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC3190844/table/T5",
    2,
)
PHYSICAL_STATUS: Final = Source(
    "ASA-PS",
    "Physical status classes of the American Society of Anesthesiologists, with examples, as a journal shows them",
    "https://www.wrightacademia.org/articles/jscr/jscr-1-008-table1.html",
    2,
)
DISCHARGE_SCORE: Final = Source(
    "S43",
    "Table of the Post-Anaesthetic Discharge Scoring System",
    "https://www.clinmedjournals.org/articles/ijodh/ijodh-2-036table4.html",
    2,
)
ALDRETE_SCORE: Final = Source(
    "S43b",
    "Modified Aldrete score at discharge",
    "https://www.droracle.ai/articles/756346",
    4,
)
CONSECUTIVE_SCORES: Final = Source(
    "S43d",
    "Discharge by two consecutive scores, World Journal of Gastrointestinal Endoscopy",
    "https://bpgweb.azurewebsites.net/1948-5190/full/v5/i10/502.htm",
    2,
)
SEDATION_DISCHARGE: Final = Source(
    "S43c",
    "Assessment around sedation: oxygen saturation at discharge",
    "https://info.5y1.org/joint-commission-pre-sedation-assessment_1_d86787.html",
    4,
)
WOLFSON: Final = Source(
    "S54",
    "Wolfson: consent to and course of ketamine-assisted psychotherapy",
    "http://philwolfsonmd.com/ketamine-assisted-psychotherapy/",
    3,
)
EU_PRODUCT_SUMMARY: Final = Source(
    "SMPC",
    "Spravato summary of product characteristics, European Union, 2025",
    "https://www.rxreasoner.com/monographs/spravato/precautions",
    1,
)
US_LABEL_2019: Final = Source(
    "S05",
    "Label of Spravato, United States, March 2019",
    "http://www.120ty.net/bencandy.php?aid=58243&fid=134&page=3",
    1,
)
ESKETAMINE_PATIENT_PAGE: Final = Source(
    "S10",
    "Spravato: side effects and interactions",
    "https://www.medicinenet.com/side_effects_of_esketamine_spravato/side-effects.htm",
    4,
)
SANACORA_SUMMARY: Final = Source(
    "S16b",
    "A clinic's summary of the consensus of Sanacora and others, 2017",
    "https://www.lopezpsychiatry.com/use-of-ketamine/",
    4,
)
KETAMINE_PHYSICIANS: Final = Source(
    "S17",
    "Standards of the American Society of Ketamine Physicians, Psychotherapists and Practitioners",
    "https://osmind.org/blog/askp3-standards-for-ketamine-therapy",
    3,
)
KETAMINE_PHYSICIANS_IN_PERSON: Final = Source(
    "S17b",
    "The American Society of Ketamine Physicians, Psychotherapists and Practitioners on evaluation in person",
    "https://www.prnewswire.com/news-releases",
    3,
)
VETERANS_CRITERIA: Final = Source(
    "S18",
    "Criteria of the Department of Veterans Affairs, as reported",
    "https://healingmaps.com/a-veterans-guide-to-qualifying-for-ketamine-treatment-at-the-va",
    4,
)
CHILDBEARING_DEFINITIONS: Final = Source(
    "S29",
    "Definitions of child-bearing potential in two trials, NCT03788694 and NCT04701866",
    "https://ignite-sd.com/clinical/show/eligibilitymodule/103581",
    2,
)
TRIAL_NCT05991232: Final = Source(
    "S31",
    "Trial NCT05991232",
    "https://ignite-sd.com/clinical/show/eligibilitymodule/59643",
    2,
)
MANIA_BANDS: Final = Source(
    "S38",
    "Bands of the Young Mania Rating Scale",
    "https://journalbipolardisorders.springeropen.com/articles/10.1186/s40345-021-00241-5/tables/1",
    2,
)
SUBCLINICAL_THYROID: Final = Source(
    "S41",
    "Subclinical hyperthyroidism in nonpregnant adults, 2017",
    "https://www.uptodate.com/contents/subclinical-hyperthyroidism-in-nonpregnant-adults",
    2,
)
THYROID_TEXTBOOK: Final = Source(
    "S41b",
    "Textbook chapter on subclinical hyperthyroidism",
    "https://www.taylorfrancis.com/books/9780429109591/chapters/10.1201/b12117-28",
    2,
)
SWITCH_CASE: Final = Source(
    "S51",
    "Case report of a manic switch with mixed features after oral ketamine",
    "https://frontiersin.org/journals/psychiatry/articles/10.3389/fpsyt.2020.00516/full",
    2,
)
PSYCHOTIC_DEPRESSION_SERIES: Final = Source(
    "S51b",
    "Series of 36 clients with psychotic depression given ketamine",
    "https://frontiersin.org/articles/10.3389/fnins.2023.1214972/full",
    2,
)
ANAESTHESIA_COURSE: Final = Source(
    "S52b",
    "e-SAFE: course of anaesthesia, session on ketamine",
    "https://www.e-safe-anaesthesia.org/sessions/06_05/d/ELFH_Session/1216/tab_1370.html",
    3,
)
PHARMAMEDIX: Final = Source(
    "S52c",
    "Pharmamedix: contraindications of ketamine",
    "https://pharmamedix.com/principiovoce.php?pa=Ketamina&vo=Controindicazioni",
    3,
)
MILLER: Final = Source(
    "S52",
    "Miller's Anesthesia, sixth edition",
    "http://noranaes.org/logbook/resources/Ebooks/Miller1",
    2,
)
MANIA_RATING: Final = Source("YMRS", "Young Mania Rating Scale", "rated by a clinician; only totals are kept")
MANIA_SELF_RATING: Final = Source("ASRM", "Altman Self-Rating Mania Scale", "a self-rating; only totals are kept")
MOOD_QUESTIONNAIRE: Final = Source("MDQ", "Mood Disorder Questionnaire", "a licensed instrument; only results are kept")
PHYSIOLOGY: Final = Source("PHYSIOLOGY", "Physiology of early pregnancy and of laboratory tests", "medical textbooks")
KIDNEY_STAGES: Final = Source(
    "KDOQI",
    "Stages of chronic kidney disease of the National Kidney Foundation, United States, as a journal shows them",
    "https://www.cmaj.ca/highwire/markup/69560/expansion",
    2,
)
COGNITIVE_ASSESSMENT: Final = Source(
    "MOCA",
    "Montreal Cognitive Assessment",
    "a licensed instrument; only totals are kept",
)
NEW_MEXICO_TRIAL: Final = Source(
    "S21",
    "Trial of ketamine-assisted psychotherapy for trauma, University of New Mexico, NCT06036511",
    "https://clinicaltrialexchange.com/clinical-trials",
    2,
)
TRIAL_NCT04154150: Final = Source(
    "S28",
    "Trial NCT04154150",
    "https://www.ignite-sd.com/clinical/show/eligibilitymodule/28137",
    2,
)
TRIAL_NCT06103760: Final = Source(
    "S30",
    "Trial NCT06103760",
    "https://ignite-sd.com/clinical/show/eligibilitymodule/107273",
    2,
)
KETAMINE_INTERACTIONS: Final = Source(
    "S44",
    "Andrade 2017: interactions of ketamine",
    "https://psychiatrist.com/JCP/article/Pages/2017/v78n07/17f11802.aspx",
    2,
)
PSYCHIATRIC_MEDICINES_REVIEW: Final = Source(
    "S44b",
    "Veraart and others 2021: ketamine and psychiatric medicines",
    "https://research.rug.nl/en/publications/pharmacodynamic-interactions-between-ketamine-and-psychiatric-med",
    2,
)
SWISS_SPRAVATO: Final = Source(
    "CH-67103",
    "Product information Spravato, Switzerland",
    "https://ch.oddb.org/en/gcc/fachinfo/reg/67103/chapter/interactions",
    1,
)
ORAL_TICLOPIDINE: Final = Source(
    "PELTONIEMI",
    "Peltoniemi and others 2011: oral S-ketamine with itraconazole and ticlopidine",
    "https://doi.org/10.1038/clpt.2011.140",
    2,
)
CYP3A_TABLE: Final = Source(
    "CYP3A",
    "Inhibitors and inducers of CYP3A4 by the classes of the FDA, 2018",
    "https://doctorabad.com/uptodate/d/image.htm?imageKey=CARD%2F76992",
    4,
)
CYP_BOX: Final = Source(
    "CYP",
    "Common inducers, inhibitors and substrates of cytochrome P450, a journal's box",
    "https://www.cmaj.ca/highwire/markup/68002/expansion",
    2,
)
BENZODIAZEPINE_GUIDELINE: Final = Source(
    "BZD-7",
    "Joint guideline on tapering benzodiazepines, table 7, with the values of the Ashton manual",
    "https://eguideline.guidelinecentral.com/i/1532950/18",
    2,
)
SCOTTISH_EQUIVALENTS: Final = Source(
    "BZD-SCOT",
    "NHS Scotland: doses that equal 5 mg of diazepam",
    "https://rightdecisions.scot.nhs.uk/benzodiazepines-and-z-drugs-quality-prescribing-a-guide-for-improvement",
    1,
)
WHO_EQUIVALENTS: Final = Source(
    "NBK310652",
    "World Health Organization 2009: doses that equal 5 mg of diazepam",
    "https://ncbi.nlm.nih.gov/books/NBK310652/table/part4.t9",
    1,
)
SPRAVATO_USE: Final = Source(
    "S07",
    "Use of Spravato 56 mg nasal spray",
    "https://tabsul.com/medicine/spravato-56mg-nasal-spray-dose-kit",
    4,
)
CLINIC_CONSENT: Final = Source(
    "S55",
    "Consent form of a clinic: food and drink before a session",
    "https://isha.health/consent-form",
    3,
)
CLINIC_CONSENT_FASTING: Final = Source(
    "S55b",
    "Consent form of another clinic: hours without food and drink",
    "https://hipaa.jotform.com/210458265790056",
    3,
)
SPRAVATO_MONITORING_FORM: Final = Source(
    "S59",
    "The manufacturer on the monitoring form of the risk programme for Spravato",
    "https://jnjmedicalconnect.com/products/spravato/video-spravato-rems-patient-monitoring-form-overview",
    3,
)
LISTS_AGAINST_QUESTIONS: Final = Source(
    "S62",
    "Review and meta-analyses of lists against single questions",
    "https://ai.google/research/pubs/pub43431",
    2,
)
SPRAVATO_INTERACTIONS_PAGE: Final = Source(
    "S63", "A pharmacy's page on interactions of Spravato", "https://buzzrx.com/spravato/warnings", 4
)
OXYBATE_LABEL: Final = Source(
    "OXYBATE", "Label of sodium oxybate, with its boxed warning, and MedlinePlus on it", "as reported", 1
)
MEMANTINE_LABEL: Final = Source("MEMANTINE", "Label of memantine", "interactions with other NMDA antagonists", 1)
PHARMACOLOGY: Final = Source("PHARMACOLOGY", "What medicines are and do", "textbooks of pharmacology")
BLOOD_PRESSURE_MONITORS: Final = Source(
    "PMC6431352",
    "Standards of the accuracy of blood pressure monitors, ANSI/AAMI/ISO 81060-2:2013 among them, a review",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC6431352/table/Tab3/",
)
PULSE_OXIMETERS: Final = Source(
    "FDA-OXIMETERS",
    "FDA safety communication of February 2021 on the accuracy of pulse oximeters, as reported",
    "https://www.hpnonline.com/surgical-critical-care/med-surg-equipment/article/21211195",
)
LABORATORY_TESTS: Final = Source(
    "CLIA",
    "Proficiency testing of laboratories in the United States: acceptable performance",
    "42 CFR 493.931 and 493.933, as of 2025",
)
ESKETAMINE_PROGRAMME: Final = Source(
    "S58",
    "Risk programme of esketamine in the United States, REMS 386, overview",
    "https://www.accessdata.fda.gov/scripts/cder/rems/index.cfm?event=IndvRemsDetails.page&REMS=386",
    1,
)
ESKETAMINE_DOSING: Final = Source(
    "S60",
    "Manufacturer's page on the dosing of esketamine",
    "https://www.spravatohcp.com/dosing-spravato-trd",
    3,
)
