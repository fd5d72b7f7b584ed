"""What rules are about, by the name that a clinician knows, and the other words by which it is looked for.

A condition is a fact, or what several rules say of one thing: its rules make one row of the criteria at a glance. It
goes by the beginning of their ids, the longest that is here; what has the same name is the same condition. ``WORDS``
has the other words for facts. These two are the one place where words for a search are declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from ..language import Language, Locale, message
from ..rule import Concept, Rule
from ..spelling import respelled


class Other(NamedTuple):
    """Other words for something in each language, parted by semicolons."""

    english: str = ""
    spanish: str = ""

    def words(self, locale: Locale) -> tuple[str, ...]:
        """Return the words of a reader: who reads Spanish finds by the English ones too."""
        english = respelled(self.english) if locale.american else self.english
        both = (english, self.spanish) if locale.language is Language.SPANISH else (english,)
        return tuple(word.strip() for text in both for word in text.split(";") if word.strip())


class Known(NamedTuple):
    """A condition: its name, and other words for it."""

    name: str
    other: Other = Other()


def _known(name: str, english: str = "", spanish: str = "") -> Known:
    return Known(name, Other(english, spanish))


def condition_of(owner: Rule | Concept) -> Known | None:
    """Return what a rule or concept is about, by the longest beginning of its id that is known."""
    parts = owner.id.split(".")
    stems = (".".join(parts[:number]) for number in range(len(parts), 0, -1))
    return next((CONDITIONS[stem] for stem in stems if stem in CONDITIONS), None)


_MEDICINES_TELL: Final = _known(
    message("What a medicine tells of"), "indication of a medicine", "indicación del fármaco"
)
_SEDATIVES: Final = _known(
    message("Benzodiazepine or Z-drug"),
    "benzo; benzos; BZD; hypnotic; sleeping pill; tranquilliser; lorazepam equivalent",
    "benzodiacepina; hipnótico; pastilla para dormir; tranquilizante; fármaco Z",
)
_PRESSURE: Final = _known(
    message("Blood pressure"),
    "BP; arterial pressure; systolic; diastolic; hypertensive crisis; hypertension; high blood pressure",
    "PA; TA; presión arterial; tensión arterial; sistólica; diastólica; crisis hipertensiva; hipertensión",
)
_HEART_RATE: Final = _known(
    message("Resting heart rate"),
    "HR; pulse; tachycardia; bradycardia; bpm",
    "FC; pulso; taquicardia; bradicardia; frecuencia cardiaca",
)
_SATURATION: Final = _known(
    message("Oxygen saturation"),
    "SpO2; O2 sat; pulse oximetry; hypoxia; hypoxaemia",
    "SpO2; saturación; oximetría; hipoxia; hipoxemia",
)
_SUICIDALITY: Final = _known(
    message("Thoughts of suicide, intent, behaviour"),
    "suicidal ideation; SI; suicidality; C-SSRS; self-harm; Columbia scale",
    "ideación suicida; suicidio; riesgo suicida; autolesión; C-SSRS; Columbia",
)
_PREGNANCY: Final = _known(
    message("Pregnancy"),
    "pregnant; gravid; hCG; pregnancy test; gestation",
    "embarazo; embarazada; gestación; prueba de embarazo; hCG",
)
_BREASTFEEDING: Final = _known(
    message("Breastfeeding"), "nursing; lactation; breast milk", "lactancia; amamantar; dar el pecho; leche materna"
)
_CAPACITY: Final = _known(
    message("Capacity to decide"), "mental capacity; competence to consent", "capacidad de decidir; competencia"
)
_CONSENT: Final = _known(
    message("Informed consent"), "consent; consent form; agreement", "consentimiento informado; consentimiento"
)
_REALITY: Final = _known(
    message("Reality testing"),
    "psychotic symptoms; hallucinations; delusions; insight",
    "juicio de realidad; síntomas psicóticos; alucinaciones; delirios; prueba de realidad",
)
_MANIA: Final = _known(
    message("Mania or hypomania"),
    "manic; hypomanic; mixed episode; elevated mood; bipolar",
    "manía; hipomanía; episodio mixto; ánimo elevado; bipolar",
)
_MANIA_RATING: Final = _known(
    message("Rating scale of mania"), "YMRS; Young Mania Rating Scale; ASRM; Altman", "YMRS; ASRM; escala de manía"
)
_THYROID: Final = _known(
    message("Overactive thyroid"),
    "hyperthyroidism; thyrotoxicosis; Graves disease; thyroid storm; goitre",
    "hipertiroidismo; tirotoxicosis; enfermedad de Graves; tormenta tiroidea; bocio",
)
_THYROID_TESTS: Final = _known(
    message("Thyroid tests"),
    "TSH; thyroid function tests; TFT; free T4; free T3; thyroxine",
    "TSH; perfil tiroideo; T4 libre; T3 libre; tiroxina",
)
_MISUSE: Final = _known(
    message("Ketamine outside medicine"),
    "recreational ketamine; ketamine misuse; ketamine abuse; nonmedical use; special K",
    "ketamina recreativa; consumo no médico de ketamina; abuso de ketamina",
)
_BY_SUBSTANCE: Final = _known(
    message("Substance use disorder"),
    "SUD; addiction; dependence; alcohol use disorder; AUD; opioid use disorder; OUD; drug abuse; alcoholism",
    "trastorno por consumo de sustancias; adicción; dependencia; alcoholismo; drogas",
)
_URINE: Final = _known(
    message("Drug test of the urine"),
    "UDS; urine drug screen; toxicology; tox screen",
    "toxicología en orina; prueba de drogas; examen toxicológico",
)
_SCREENING: Final = _known(message("Outcome of the screening"), "eligibility", "resultado del cribado")
_ESCORT: Final = _known(
    message("Escort home"), "accompanied home; driver; ride home", "acompañante; traslado a casa; vuelta a casa"
)
_HOME: Final = _known(
    message("Danger at home"), "domestic violence; unsafe home", "violencia doméstica; peligro en casa"
)
_INTEGRATION: Final = _known(message("Integration sessions"), "integration", "sesiones de integración; integración")
_MONITORING: Final = _known(
    message("Monitoring"), "vital signs; observation", "vigilancia; signos vitales; observación"
)
_INTOXICATION: Final = _known(
    message("Intoxication"), "intoxicated; drunk; high; under the influence", "intoxicación; ebrio; bajo los efectos"
)
_INHIBITOR: Final = _known(
    message("Medicine that slows the breakdown of ketamine"),
    "CYP3A4 inhibitor; CYP2B6 inhibitor; drug interaction",
    "inhibidor de CYP3A4; inhibidor de CYP2B6; interacción",
)
_STIMULANT: Final = _known(
    message("Psychostimulant"),
    "stimulant; ADHD medicine; amphetamine",
    "estimulante; psicoestimulante; anfetamina; TDAH",
)
_SEDATING: Final = _known(
    message("Other medicine that sedates"),
    "CNS depressant; sedative; gabapentinoid; antihistamine",
    "depresor del sistema nervioso central; sedante; gabapentinoide; antihistamínico",
)
_OPIOID: Final = _known(message("Opioid"), "opiate; painkiller; narcotic", "opioide; opiáceo; narcótico; analgésico")

CONDITIONS: Final[Mapping[str, Known]] = {
    # Criterion 1
    "readiness.capacity": _CAPACITY,
    "readiness.consent": _CONSENT,
    "readiness.voluntariness": _known(
        message("Voluntary participation"), "coercion; free will; duress", "participación voluntaria; coacción"
    ),
    "readiness.unwilling": _known(
        message("Willingness to do deep work"), "motivation; ambivalence", "disposición; motivación; ambivalencia"
    ),
    "readiness.ambivalent": _known(message("Willingness to do deep work")),
    "readiness.integration": _INTEGRATION,
    "readiness.indication_missing": _known(
        message("Condition to be treated"),
        "indication; diagnosis; depression; PTSD; anxiety",
        "indicación; diagnóstico; depresión; TEPT; ansiedad",
    ),
    "readiness.indication_denied": _known(message("Condition to be treated")),
    "readiness.no_indication": _known(message("Condition to be treated")),
    "readiness.goal": _known(message("Goal of the treatment"), "treatment goal; aim", "objetivo del tratamiento; meta"),
    "readiness.communication": _known(
        message("Autism or intellectual disability"),
        "ASD; neurodivergent; learning disability",
        "TEA; autismo; discapacidad intelectual",
    ),
    "readiness.no_earlier_treatment": _known(
        message("Earlier treatments"),
        "treatment resistance; TRD; prior treatments; antidepressant trials",
        "resistencia al tratamiento; tratamientos previos",
    ),
    "readiness.earlier_treatments": _known(message("Earlier treatments")),
    "readiness.rating": _known(
        message("Readiness as the therapist rates it"), "readiness scale", "escala de preparación"
    ),
    # Criterion 2
    "pregnancy": _PREGNANCY,
    "pregnancy.breastfeeding": _BREASTFEEDING,
    "pregnancy.preeclampsia": _known(
        message("Pre-eclampsia or eclampsia"), "preeclampsia; toxaemia", "preeclampsia; eclampsia; toxemia"
    ),
    "pregnancy.menses": _known(
        message("Menopause"), "menses; periods; amenorrhoea; LMP", "menopausia; menstruación; amenorrea; FUM"
    ),
    "pregnancy.menopause": _known(message("Menopause")),
    "pregnancy.contraception": _known(
        message("Contraception"), "birth control; the pill; IUD", "anticoncepción; anticonceptivo; DIU"
    ),
    "pregnancy.planned_soon": _known(
        message("Pregnancy that is planned"),
        "family planning; trying to conceive",
        "embarazo planificado; buscar embarazo",
    ),
    # Criterion 3
    "cardiovascular.pressure": _PRESSURE,
    "cardiovascular.hypertension": _known(
        message("Hypertension"), "HTN; high blood pressure; antihypertensive", "HTA; hipertensión; presión alta"
    ),
    "cardiovascular.hypertension.encephalopathy": _known(
        message("Hypertensive encephalopathy"), "PRES; brain affected by blood pressure", "encefalopatía hipertensiva"
    ),
    "cardiovascular.event": _known(
        message("Cardiovascular event"),
        "MACE; revascularisation; embolism; thrombosis; DVT; PE; stent; bypass",
        "evento cardiovascular; revascularización; embolia; trombosis; TVP; TEP; stent",
    ),
    "cardiovascular.infarction": _known(
        message("Heart attack"),
        "MI; myocardial infarction; STEMI; NSTEMI; ACS; acute coronary syndrome",
        "infarto; infarto de miocardio; IAM; síndrome coronario agudo",
    ),
    "cardiovascular.angina": _known(message("Unstable angina"), "chest pain; ACS", "angina inestable; dolor torácico"),
    "cardiovascular.heart_failure": _known(
        message("Heart failure"),
        "HF; CHF; HFrEF; NYHA; decompensated; oedema; ejection fraction",
        "insuficiencia cardiaca; IC; NYHA; descompensada; edema",
    ),
    "cardiovascular.arrhythmia": _known(
        message("Arrhythmia"),
        "atrial fibrillation; AF; AFib; flutter; SVT; palpitations; rhythm disorder",
        "arritmia; fibrilación auricular; FA; palpitaciones; aleteo",
    ),
    "cardiovascular.stroke": _known(
        message("Stroke or TIA"),
        "CVA; cerebrovascular accident; transient ischaemic attack; ischemic stroke",
        "ACV; ictus; derrame cerebral; AIT; accidente cerebrovascular",
    ),
    "cardiovascular.heart_rate": _HEART_RATE,
    "cardiovascular.coronary_disease": _known(
        message("Coronary artery disease"),
        "CAD; CHD; ischaemic heart disease; IHD",
        "enfermedad coronaria; cardiopatía isquémica",
    ),
    "cardiovascular.valve_disease": _known(
        message("Heart valve disease"),
        "valvular disease; aortic stenosis; mitral regurgitation",
        "valvulopatía; estenosis aórtica; insuficiencia mitral",
    ),
    "cardiovascular.phaeochromocytoma": _known(
        message("Phaeochromocytoma"),
        "paraganglioma; adrenal tumour",
        "feocromocitoma; tumor suprarrenal; paraganglioma",
    ),
    "cardiovascular.pulmonary_hypertension": _known(
        message("Pulmonary hypertension"), "PAH; PH; cor pulmonale", "hipertensión pulmonar; HAP"
    ),
    "cardiovascular.electrocardiogram": _known(
        message("Electrocardiogram"), "ECG; EKG; QT; QTc", "ECG; electrocardiograma; QT"
    ),
    # Criterion 4
    "thyroid": _THYROID,
    "thyroid.tests_missing": _THYROID_TESTS,
    "thyroid.tests_incomplete": _THYROID_TESTS,
    "thyroid.triiodothyronine_missing": _THYROID_TESTS,
    "thyroid.suppressed": _THYROID_TESTS,
    "thyroid.tsh_for_all": _THYROID_TESTS,
    "thyroid.tsh_low": _THYROID_TESTS,
    "thyroid.consider_test": _THYROID_TESTS,
    "thyroid.biotin": _THYROID_TESTS,
    # Criteria 5 and 6
    "mania": _MANIA,
    "mania.manic_rating": _MANIA_RATING,
    "mania.rating_not_explained": _MANIA_RATING,
    "mania.rating_missing": _MANIA_RATING,
    "mania.self_rating": _MANIA_RATING,
    "psychosis.primary": _known(
        message("Primary psychotic disorder"),
        "schizophrenia; schizoaffective; psychosis; delusional disorder",
        "esquizofrenia; trastorno esquizoafectivo; psicosis; trastorno delirante",
    ),
    "psychosis.bipolar_one_or_mania": _known(
        message("Bipolar disorder"),
        "bipolar I; bipolar II; BD; manic depression; lithium",
        "trastorno bipolar; bipolar tipo I; bipolar tipo II; litio",
    ),
    "psychosis.bipolar": _known(message("Bipolar disorder")),
    "psychosis.questionnaire_positive": _known(message("Bipolar disorder")),
    "psychosis.medicine_without_reason": _known(
        message("Antipsychotic or mood stabiliser without a stated reason"), "off-label antipsychotic", "antipsicótico"
    ),
    "psychosis.postpartum": _known(
        message("Postpartum psychosis"), "puerperal psychosis", "psicosis posparto; psicosis puerperal"
    ),
    "psychosis.substance_induced": _known(
        message("Substance-induced psychosis"),
        "drug-induced psychosis; cannabis psychosis",
        "psicosis inducida por sustancias; psicosis por cannabis",
    ),
    "psychosis.affective_switch": _known(
        message("Switch into mania under treatment"),
        "affective switch; manic switch",
        "viraje maníaco; viraje afectivo",
    ),
    "psychosis.with_mood_disorder": _known(
        message("Mood disorder with psychotic features"),
        "psychotic depression",
        "depresión psicótica; trastorno del ánimo con síntomas psicóticos",
    ),
    "psychosis.family": _known(
        message("Psychosis in the family"),
        "family history; first-degree relative; FHx",
        "antecedentes familiares; familiar de primer grado",
    ),
    # Criterion 7
    "ketamine.allergy": _known(
        message("Allergy to ketamine"),
        "hypersensitivity; anaphylaxis; allergic reaction",
        "alergia; hipersensibilidad; anafilaxia",
    ),
    "ketamine.grave_reaction": _known(
        message("Grave reaction to ketamine"),
        "adverse reaction; serotonin syndrome; hepatic injury",
        "reacción grave; reacción adversa; síndrome serotoninérgico",
    ),
    "ketamine.psychotic_reaction": _known(
        message("Psychosis after ketamine"), "prolonged psychosis", "psicosis tras la ketamina"
    ),
    "ketamine.use_disorder": _known(
        message("Ketamine use disorder"),
        "ketamine dependence; ketamine addiction; K; special K",
        "dependencia de la ketamina; adicción a la ketamina",
    ),
    "ketamine.nonmedical_use": _MISUSE,
    "ketamine.phencyclidine_use": _known(
        message("Phencyclidine"), "PCP; angel dust", "PCP; fenciclidina; polvo de ángel"
    ),
    "ketamine.prescribed_elsewhere": _known(
        message("Ketamine prescribed elsewhere"),
        "doctor shopping; another clinic",
        "otra clínica; prescrita en otro lugar",
    ),
    "ketamine.reaction_wanted": _known(message("Earlier ketamine"), "prior ketamine; esketamine", "ketamina previa"),
    "ketamine.prior_use_not_said": _known(message("Earlier ketamine")),
    "ketamine.never_contradicted": _known(message("Earlier ketamine")),
    "ketamine.affective_switch": _known(
        message("Mania after ketamine"), "switch; affective switch", "viraje; manía tras la ketamina"
    ),
    "ketamine.not_tolerated": _known(
        message("Intolerance of ketamine"), "side effects", "intolerancia; efectos adversos"
    ),
    "ketamine.emergence_reaction": _known(
        message("Emergence reaction"), "emergence delirium; bad trip", "reacción de emergencia; delirio del despertar"
    ),
    "ketamine.excipient_allergy": _known(
        message("Allergy to an excipient"), "benzethonium; preservative", "excipiente; conservante"
    ),
    "ketamine.intolerance": _known(message("Intolerance of ketamine")),
    # Criteria 8 to 10
    "head_injury": _known(
        message("Head injury"),
        "TBI; traumatic brain injury; concussion; mTBI; post-concussive symptoms",
        "TCE; traumatismo craneoencefálico; conmoción cerebral; síntomas posconmocionales",
    ),
    "breathing.apnoea": _known(
        message("Sleep apnoea"),
        "OSA; obstructive sleep apnoea; AHI; CPAP; PAP; STOP-Bang; snoring",
        "AOS; SAHS; apnea del sueño; apnea obstructiva del sueño; IAH; CPAP; ronquidos",
    ),
    "breathing.respiratory_failure": _known(
        message("Chronic respiratory failure"), "home oxygen; LTOT", "insuficiencia respiratoria; oxígeno domiciliario"
    ),
    "breathing.hypercapnia": _known(
        message("Raised carbon dioxide"), "hypercapnia; hypercarbia; PaCO2", "hipercapnia; PaCO2"
    ),
    "breathing.obesity_hypoventilation": _known(
        message("Obesity hypoventilation"), "OHS; Pickwickian syndrome", "síndrome de obesidad-hipoventilación; SOH"
    ),
    "breathing.saturation": _SATURATION,
    "breathing.copd": _known(
        message("COPD"), "chronic obstructive pulmonary disease; emphysema", "EPOC; enfisema; bronquitis crónica"
    ),
    "breathing.asthma": _known(message("Asthma"), "reactive airway; wheeze", "asma; sibilancias"),
    "breathing.airway": _known(
        message("Difficult airway"), "intubation; Mallampati", "vía aérea difícil; intubación; Mallampati"
    ),
    "breathing.infection": _known(
        message("Acute respiratory infection"),
        "URI; cold; pneumonia; COVID",
        "infección respiratoria; resfriado; neumonía",
    ),
    "obesity": _known(
        message("Body mass index"),
        "BMI; obesity; underweight; weight; class 3 obesity; morbid obesity; Quetelet",
        "IMC; obesidad; bajo peso; peso; obesidad de clase 3; índice de masa corporal",
    ),
    "obesity.physical_status": _known(
        message("ASA physical status"),
        "ASA class; anaesthetic risk; anesthesiologist",
        "clase ASA; riesgo anestésico; anestesiólogo",
    ),
    # Criterion 11
    "substance_use": _BY_SUBSTANCE,
    "substance_use.withdrawal": _known(
        message("Risk of withdrawal"),
        "delirium tremens; DTs; detoxification; detox",
        "abstinencia; síndrome de abstinencia; desintoxicación; delirium tremens",
    ),
    "substance_use.intoxicated": _INTOXICATION,
    "substance_use.score_without_diagnosis": _known(
        message("Score of a questionnaire on alcohol or drugs"), "AUDIT; AUDIT-C; DAST-10", "AUDIT; AUDIT-C; DAST-10"
    ),
    "substance_use.high_score_without_diagnosis": _known(message("Score of a questionnaire on alcohol or drugs")),
    "substance_use.unexplained_drug_test": _URINE,
    "substance_use.drug_test_missing": _URINE,
    "substance_use.cannabis_test": _known(
        message("Cannabis"), "marijuana; THC; weed", "marihuana; THC; cannabis; hierba"
    ),
    "substance_use.cannabis_use": _known(message("Cannabis")),
    "substance_use.maintenance_treatment": _known(
        message("Methadone or buprenorphine treatment"),
        "MAT; MOUD; OAT; maintenance; Suboxone",
        "tratamiento de mantenimiento; metadona; buprenorfina",
    ),
    "substance_use.behavioural_addiction": _known(
        message("Behavioural addiction"), "gambling; gaming", "ludopatía; juego patológico; adicción conductual"
    ),
    # Criteria 12 and 13
    "bladder.ketamine_cystitis": _known(
        message("Ketamine cystitis"), "ketamine bladder; KIC; uropathy", "cistitis por ketamina; uropatía"
    ),
    "bladder.interstitial_cystitis": _known(
        message("Interstitial cystitis"),
        "IC; bladder pain syndrome; BPS; ICSI",
        "cistitis intersticial; vejiga dolorosa",
    ),
    "bladder.ulcerative_or_haemorrhagic_cystitis": _known(
        message("Ulcerative or haemorrhagic cystitis"), "haematuria", "cistitis hemorrágica; hematuria"
    ),
    "bladder.symptoms_without_workup": _known(
        message("Urinary symptoms"),
        "LUTS; dysuria; frequency; urgency; urinalysis",
        "síntomas urinarios; disuria; polaquiuria; urgencia; uroanálisis",
    ),
    "bladder.counts_contradict": _known(message("Recurrent cystitis")),
    "bladder.recurrent": _known(
        message("Recurrent cystitis"),
        "recurrent UTI; rUTI; bladder infection",
        "cistitis recurrente; infección urinaria de repetición; ITU",
    ),
    "bladder.radiation_cystitis": _known(
        message("Radiation cystitis"), "radiotherapy", "cistitis rádica; radioterapia"
    ),
    "bladder.infection_now": _known(
        message("Urinary tract infection"), "UTI; bladder infection", "ITU; infección urinaria"
    ),
    "reality_testing": _REALITY,
    "reality_testing.delirium": _known(message("Delirium"), "acute confusion", "delirium; confusión aguda"),
    "reality_testing.dissociation_not_assessed": _known(
        message("Dissociation"),
        "DES-II; depersonalisation; derealisation",
        "disociación; DES-II; despersonalización; desrealización",
    ),
    "reality_testing.dissociative_identity": _known(
        message("Dissociative identity disorder"), "DID; multiple personality", "TID; identidad disociativa"
    ),
    "reality_testing.unstable_complex_trauma": _known(
        message("Complex post-traumatic stress"), "C-PTSD; CPTSD; PTSD; trauma", "TEPT complejo; TEPT; trauma"
    ),
    # What the source's own sources add
    "vascular.aneurysm": _known(
        message("Aneurysm"), "AAA; cerebral aneurysm; aortic aneurysm", "aneurisma; aneurisma aórtico"
    ),
    "vascular.arteriovenous_malformation": _known(
        message("Arteriovenous malformation"), "AVM", "MAV; malformación arteriovenosa"
    ),
    "vascular.intracerebral_haemorrhage": _known(
        message("Bleeding in the brain"),
        "ICH; intracerebral haemorrhage; haemorrhagic stroke; SAH",
        "hemorragia intracerebral; hemorragia cerebral; HSA",
    ),
    "vascular.aortic_dissection": _known(message("Aortic dissection"), "torn aorta", "disección aórtica"),
    "age": _known(
        message("Age"),
        "minor; child; paediatric; adolescent; elderly; geriatric; falls",
        "edad; menor; niño; pediátrico; adolescente; anciano; caídas",
    ),
    "liver": _known(
        message("Liver disease"),
        "hepatic impairment; cirrhosis; Child-Pugh; hepatitis",
        "enfermedad hepática; cirrosis; Child-Pugh; hepatitis; hígado",
    ),
    "liver.tests_missing": _known(
        message("Liver values"),
        "LFT; ALT; AST; transaminases; liver function tests",
        "ALT; AST; transaminasas; GPT; GOT",
    ),
    "liver.tests_missing_after_ketamine": _known(message("Liver values")),
    "liver.alt_raised": _known(message("Liver values")),
    "liver.ast_raised": _known(message("Liver values")),
    "intracranial_pressure": _known(
        message("Raised intracranial pressure"),
        "ICP; IIH; pseudotumor cerebri; intracranial hypertension",
        "PIC; hipertensión intracraneal; presión intracraneal",
    ),
    "intracranial_pressure.mass": _known(
        message("Mass inside the skull"), "brain tumour; intracranial mass", "tumor cerebral; masa intracraneal"
    ),
    "intracranial_pressure.hydrocephalus": _known(message("Hydrocephalus"), "VP shunt", "hidrocefalia"),
    "intracranial_pressure.hydrocephalus_untreated": _known(message("Hydrocephalus")),
    "intracranial_pressure.shunt": _known(
        message("Shunt in the brain"), "VP shunt; CSF shunt", "derivación ventriculoperitoneal; válvula"
    ),
    "eye": _known(
        message("Eye disease"),
        "glaucoma; IOP; intraocular pressure; open globe; retinal detachment",
        "glaucoma; PIO; presión intraocular; desprendimiento de retina; ojo",
    ),
    "eye.recent_operation": _known(message("Eye surgery"), "cataract; vitrectomy", "cirugía ocular; catarata"),
    "eye.operation_not_known": _known(message("Eye surgery")),
    "suicidality": _SUICIDALITY,
    "suicidality.attempt_ever": _known(
        message("Suicide attempt"), "attempted suicide; overdose", "intento de suicidio; tentativa; sobredosis"
    ),
    "suicidality.attempt_near": _known(message("Suicide attempt")),
    "suicidality.attempt_within_window": _known(message("Suicide attempt")),
    "medicines.ingredient_not_known": _known(
        message("Medicine that is not known"), "unknown drug; supplement; herbal", "fármaco desconocido; suplemento"
    ),
    "medicines.reviewed": _known(message("Medicine that is not known")),
    "medicines.tells_of_denied": _MEDICINES_TELL,
    "medicines.epilepsy_denied": _MEDICINES_TELL,
    "medicines.maoi": _known(
        message("MAO inhibitor"),
        "MAOI; monoamine oxidase inhibitor; antidepressant",
        "IMAO; inhibidor de la monoaminooxidasa; antidepresivo",
    ),
    "medicines.stimulant": _STIMULANT,
    "medicines.xanthine": _known(message("Theophylline or another xanthine"), "methylxanthine", "teofilina; xantina"),
    "medicines.pressor": _known(
        message("Medicine that raises blood pressure"),
        "vasopressor; decongestant; pseudoephedrine",
        "vasopresor; descongestivo; pseudoefedrina",
    ),
    "medicines.pressor_with_raised_pressure": _known(message("Medicine that raises blood pressure")),
    "medicines.thyroid_hormone": _known(
        message("Thyroid hormone"), "levothyroxine; thyroxine; T4", "hormona tiroidea; levotiroxina"
    ),
    "medicines.thyroid_hormone_with_raised_pressure": _known(message("Thyroid hormone")),
    "medicines.sedative_dose": _SEDATIVES,
    "medicines.sedative_with_apnoea": _SEDATIVES,
    "medicines.benzodiazepine": _SEDATIVES,
    "medicines.opioid": _OPIOID,
    "medicines.opioid_with_apnoea": _OPIOID,
    "medicines.sedatives_together": _known(
        message("Several medicines that sedate"), "polypharmacy; sedative load", "polifarmacia; carga sedante"
    ),
    "medicines.strong_depressant": _known(
        message("Barbiturate or the like"), "phenobarbital; primidone; chloral hydrate", "barbitúrico; fenobarbital"
    ),
    "medicines.oxybate": _known(message("Oxybate"), "GHB; sodium oxybate; Xyrem", "oxibato; GHB"),
    "medicines.cns_depressant": _SEDATING,
    "medicines.cns_depressant_with_apnoea": _SEDATING,
    "medicines.nmda_antagonist": _known(
        message("Another NMDA antagonist"),
        "memantine; amantadine; dextromethorphan; DXM",
        "antagonista NMDA; memantina; amantadina; dextrometorfano",
    ),
    "medicines.lamotrigine": _known(message("Lamotrigine"), "Lamictal", "lamotrigina"),
    "medicines.cyp_inhibitor": _INHIBITOR,
    "medicines.cyp_inducer": _known(
        message("Medicine that speeds the breakdown of ketamine"),
        "CYP3A4 inducer; CYP2B6 inducer; drug interaction",
        "inductor de CYP3A4; inductor de CYP2B6; interacción",
    ),
    "medicines.naltrexone": _known(
        message("Opioid antagonist"), "naltrexone; Vivitrol", "naltrexona; antagonista opioide"
    ),
    "medicines.systemic_steroid": _known(
        message("Systemic steroid"),
        "corticosteroid; prednisone; prednisolone",
        "corticoide; corticosteroide; prednisona",
    ),
    "porphyria": _known(message("Acute porphyria"), "AIP; acute intermittent porphyria", "porfiria aguda"),
    "kidney": _known(
        message("Kidney failure"),
        "CKD; ESRD; dialysis; eGFR; renal impairment; nephropathy",
        "insuficiencia renal; ERC; diálisis; TFG; riñón",
    ),
    "seizures": _known(
        message("Seizures"), "epilepsy; convulsion; fits; anticonvulsant", "convulsiones; epilepsia; crisis epiléptica"
    ),
    "cognition.neurocognitive_disorder": _known(
        message("Dementia"),
        "neurocognitive disorder; Alzheimer; MoCA; cognitive impairment",
        "demencia; trastorno neurocognitivo; Alzheimer; deterioro cognitivo",
    ),
    "cognition.assessment_wanted": _known(message("Dementia")),
    "cognition.recent_delirium": _known(message("Delirium")),
    "personality.severe_disorder": _known(
        message("Severe personality disorder"),
        "BPD; borderline; antisocial",
        "trastorno límite; trastorno de la personalidad; TLP",
    ),
    "personality.unstable_eating_disorder": _known(
        message("Eating disorder"),
        "anorexia; bulimia; binge eating",
        "anorexia; bulimia; trastorno de la conducta alimentaria; TCA",
    ),
    "acute_illness.surgery": _known(
        message("Major surgery"), "operation; postoperative", "cirugía mayor; posoperatorio"
    ),
    "acute_illness.injury": _known(message("Major injury"), "trauma; fracture", "traumatismo; fractura; lesión grave"),
    "acute_illness.infection": _known(message("Acute infection"), "sepsis; COVID; flu", "infección aguda; gripe"),
    "acute_illness.fever": _known(message("Fever"), "pyrexia; temperature", "fiebre; temperatura"),
    # Setting
    "setting.prescriber": _known(message("Prescriber"), "physician; doctor; license", "médico; prescriptor"),
    "setting.prescriber_on_site": _known(message("Prescriber on site"), "physician on site", "médico presente"),
    "setting.esketamine_prescriber_on_site": _known(message("Prescriber on site")),
    "setting.psychotherapist": _known(message("Psychotherapist"), "therapist", "psicoterapeuta; terapeuta"),
    "setting.monitoring": _MONITORING,
    "setting.pulse_oximeter": _known(message("Pulse oximeter"), "SpO2", "oxímetro; pulsioxímetro"),
    "setting.esketamine_pulse_oximeter": _known(message("Pulse oximeter")),
    "setting.emergency_plan": _known(
        message("Emergency plan"), "crash cart; ACLS; resuscitation", "plan de emergencia"
    ),
    "setting.home": _known(message("Taken at home"), "at-home ketamine; telehealth", "en casa; en el domicilio"),
    "setting.esketamine_at_home": _known(message("Taken at home")),
    "setting.programme": _known(message("Risk programme of esketamine"), "REMS; Spravato", "REMS; programa de riesgos"),
    "setting.integration": _INTEGRATION,
    "setting.evaluation": _known(message("Evaluation in person"), "assessment; examination", "evaluación presencial"),
    "setting.off_label_consent": _CONSENT,
    "setting.compounded": _known(
        message("Compounded product"), "compounding pharmacy; lozenge; troche", "fórmula magistral; preparado magistral"
    ),
    "setting.room": _known(message("Private room"), "privacy", "sala privada; intimidad"),
    # Dose tiers
    "dose_tiers.screening": _SCREENING,
    "dose_tiers.cautions": _known(message("Cautions not yet reviewed")),
    "dose_tiers.consent": _CONSENT,
    "dose_tiers.preparation": _known(message("Preparation sessions"), "prep", "sesiones de preparación"),
    "dose_tiers.mild_first": _known(message("Milder tier first"), "titration", "nivel más bajo primero"),
    "dose_tiers.moderate_first": _known(message("Milder tier first")),
    "dose_tiers.therapist": _known(message("Therapist in the room"), "sitter", "terapeuta en la sala"),
    "dose_tiers.monitoring": _MONITORING,
    "dose_tiers.integration": _INTEGRATION,
    "dose_tiers.escort": _ESCORT,
    "dose_tiers.overnight": _known(message("Adult overnight"), "overnight supervision", "adulto por la noche"),
    "dose_tiers.untreated_apnoea": _known(message("Sleep apnoea")),
    "dose_tiers.raised_pressure": _PRESSURE,
    "dose_tiers.suicidality": _SUICIDALITY,
    "dose_tiers.support": _known(message("Support person"), "social support", "persona de apoyo; red de apoyo"),
    "dose_tiers.home": _HOME,
    "dose_tiers.intention": _known(message("Intention for the session"), "set", "intención"),
    "dose_tiers.therapist_unknown": _known(message("Therapist in the room")),
    "dose_tiers.crisis_plan": _known(message("Plan for a crisis"), "safety plan", "plan de crisis; plan de seguridad"),
    # Dosing day
    "dosing_day.screening": _SCREENING,
    "dosing_day.capacity": _CAPACITY,
    "dosing_day.consent": _CONSENT,
    "dosing_day.discussed": _CONSENT,
    "dosing_day.preparation": _known(message("Preparation sessions")),
    "dosing_day.integration": _INTEGRATION,
    "dosing_day.pregnancy": _PREGNANCY,
    "dosing_day.breastfeeding": _BREASTFEEDING,
    "dosing_day.pressure": _PRESSURE,
    "dosing_day.heart_rate": _HEART_RATE,
    "dosing_day.saturation": _SATURATION,
    "dosing_day.change": _known(message("Change in health since the screening"), "new symptoms", "cambio de salud"),
    "dosing_day.mood": _MANIA,
    "dosing_day.reality_testing": _REALITY,
    "dosing_day.mental_state": _REALITY,
    "dosing_day.infection": _known(message("Acute infection")),
    "dosing_day.suicidality": _SUICIDALITY,
    "dosing_day.medicines_changed": _known(message("Medicines changed"), "med changes", "cambio de medicación"),
    "dosing_day.stimulant": _STIMULANT,
    "dosing_day.benzodiazepine": _SEDATIVES,
    "dosing_day.sedative": _SEDATING,
    "dosing_day.intoxicated": _INTOXICATION,
    "dosing_day.alcohol": _known(message("Alcohol"), "drinking; ethanol", "alcohol; beber"),
    "dosing_day.cannabis": _known(message("Cannabis")),
    "dosing_day.esketamine": _known(
        message("Food and drink before the dose"), "fasting; NPO; aspiration", "ayuno; comida; bebida; aspiración"
    ),
    "dosing_day.racemic": _known(message("Food and drink before the dose")),
    "dosing_day.inhibitor_by_mouth": _INHIBITOR,
    "dosing_day.nasal_spray": _known(
        message("Nasal steroid or decongestant"), "nasal spray; oxymetazoline", "aerosol nasal; descongestivo nasal"
    ),
    "dosing_day.escort": _ESCORT,
    "dosing_day.danger_at_home": _HOME,
    # Discharge
    "discharge.watched": _known(
        message("Time under observation"), "monitoring period; two hours; wait", "tiempo de observación; dos horas"
    ),
    "discharge.dose_not_of_today": _known(message("Time under observation")),
    "discharge.score": _known(
        message("Discharge score"), "PADSS; Aldrete; recovery score", "PADSS; Aldrete; puntuación de alta"
    ),
    "discharge.pressure": _PRESSURE,
    "discharge.oxygen": _SATURATION,
    "discharge.sedated": _known(message("Sedation"), "drowsy; somnolence", "sedación; somnolencia"),
    "discharge.respiratory_depression": _known(
        message("Respiratory depression"),
        "apnoea; naloxone; flumazenil; antagonist",
        "depresión respiratoria; naloxona; flumazenilo",
    ),
    "discharge.respiratory_rate_low": _known(
        message("Respiratory rate"), "RR; bradypnoea; tachypnoea", "FR; frecuencia respiratoria; bradipnea; taquipnea"
    ),
    "discharge.respiratory_rate_high": _known(message("Respiratory rate")),
    "discharge.not_oriented": _known(message("Orientation"), "disoriented; confusion", "orientación; desorientación"),
    "discharge.unsteady": _known(message("Gait"), "unsteady; falls; ataxia", "marcha; inestabilidad; caídas"),
    "discharge.dissociated": _known(message("Dissociation")),
    "discharge.suicidal_intent": _SUICIDALITY,
    "discharge.no_escort": _ESCORT,
    # Aftercare
    "aftercare.driving": _known(message("Driving"), "drive; car; machinery", "conducir; manejar; maquinaria"),
    "aftercare.decisions": _known(
        message("The first day after a dose"), "decisions; contracts", "primer día; decisiones; contratos"
    ),
    "aftercare.alcohol_or_sedatives": _known(message("The first day after a dose"), "alcohol; sedatives", "alcohol"),
    "aftercare.first_day": _known(message("The first day after a dose")),
    "aftercare.contact": _known(message("Contact after the session"), "follow-up call; check-in", "contacto; llamada"),
    "aftercare.suicidality": _SUICIDALITY,
    "aftercare.mood": _known(
        message("Mood after the session"), "PHQ-9; switch; hypomania", "PHQ-9; viraje; hipomanía; ánimo"
    ),
    "aftercare.integration": _INTEGRATION,
    "aftercare.urinary_symptoms": _known(message("Urinary symptoms")),
    "aftercare.craving": _known(
        message("Craving or misuse of ketamine"), "tolerance; addiction", "deseo intenso; adicción"
    ),
    "aftercare.misuse": _known(message("Craving or misuse of ketamine")),
    "aftercare.too_often": _known(message("How often sessions are"), "frequency; pace", "frecuencia; ritmo"),
    "aftercare.sessions_so_far": _known(message("How often sessions are")),
}
"""What rules are about, by the beginning of their ids."""

WORDS: Final[Mapping[str, Other]] = {
    "anaesthesia.asa_class": Other("ASA PS; physical status", "ASA; estado físico"),
    "breathing.apnoea_hypopnoea_index": Other("AHI; sleep study; polysomnography", "IAH; polisomnografía"),
    "breathing.pap_use": Other("CPAP; BiPAP; PAP adherence", "CPAP; BiPAP"),
    "breathing.sleep_apnoea": Other("OSA; sleep apnoea", "AOS; apnea del sueño"),
    "circulation.electrocardiogram": Other("ECG; EKG", "ECG"),
    "circulation.myocardial_infarction": Other("MI; myocardial infarction", "infarto; IAM"),
    "circulation.stroke_or_tia": Other("CVA; TIA", "ACV; ictus; AIT"),
    "general_health.glomerular_filtration_rate": Other("eGFR; GFR; creatinine", "TFG; TFGe; creatinina"),
    "indication.condition": Other("indication; diagnosis; MDD; PTSD; TRD", "indicación; diagnóstico; TDM; TEPT"),
    "indication.earlier_treatments": Other("TRD; treatment resistance", "resistencia al tratamiento"),
    "liver.alt": Other("ALT; alanine aminotransferase; SGPT; GPT", "ALT; GPT; alanina aminotransferasa"),
    "liver.ast": Other("AST; aspartate aminotransferase; SGOT; GOT", "AST; GOT; aspartato aminotransferasa"),
    "liver.child_pugh": Other("Child-Pugh; Child-Turcotte-Pugh", "Child-Pugh"),
    "mental_state.dissociative_experiences": Other("DES-II; DES", "DES-II"),
    "mental_state.montreal_cognitive_assessment": Other("MoCA", "MoCA"),
    "neurology.latest_head_injury": Other("TBI; concussion", "TCE; conmoción"),
    "person.age": Other("minor; elderly", "menor; anciano"),
    "person.birth_date": Other("DOB; birthday", "fecha de nacimiento"),
    "psychiatric_history.bipolar_disorder": Other("BD; bipolar I; bipolar II", "TB; bipolar"),
    "psychiatric_history.mood_disorder_questionnaire_positive": Other("MDQ", "MDQ"),
    "psychiatric_history.primary_psychosis": Other("schizophrenia", "esquizofrenia"),
    "recovery.aldrete": Other("Aldrete", "Aldrete"),
    "recovery.padss": Other("PADSS; PADS", "PADSS"),
    "reproduction.last_menstrual_period": Other("LMP; last period", "FUM; última regla"),
    "reproduction.pregnancy_test": Other("hCG; beta-hCG", "hCG; prueba de embarazo"),
    "substance_use.audit_c_total": Other("AUDIT-C", "AUDIT-C"),
    "substance_use.audit_total": Other("AUDIT", "AUDIT"),
    "substance_use.dast_10_total": Other("DAST-10; DAST", "DAST-10"),
    "substance_use.urine_drug_tests": Other("UDS; tox screen", "toxicología en orina"),
    "suicidality.highest_ideation_item": Other("C-SSRS; Columbia scale; suicidal ideation", "C-SSRS; ideación suicida"),
    "suicidality.phq9": Other("PHQ-9; depression score", "PHQ-9"),
    "suicidality.phq9_item_9": Other("PHQ-9 item 9", "PHQ-9 pregunta 9"),
    "terms.programme_enrolled": Other("REMS", "REMS"),
    "thyroid.free_t3": Other("FT3; triiodothyronine", "T3L; triyodotironina"),
    "thyroid.free_t4": Other("FT4; thyroxine", "T4L; tiroxina"),
    "thyroid.tsh": Other("TSH; thyrotropin; thyroid stimulating hormone", "TSH; tirotropina"),
    "vitals.body_mass_index": Other("BMI; Quetelet index", "IMC; índice de Quetelet"),
    "vitals.heart_rate": Other("HR; pulse; bpm", "FC; pulso; lpm"),
    "vitals.height": Other("stature", "talla; estatura"),
    "vitals.mean_diastolic": Other("DBP; diastolic; BP", "PAD; TAD; diastólica"),
    "vitals.mean_systolic": Other("SBP; systolic; BP", "PAS; TAS; sistólica"),
    "vitals.oxygen_saturation": Other("SpO2; sats; oximetry", "SpO2; oximetría"),
    "vitals.pressures": Other("BP; blood pressure", "PA; TA; presión arterial"),
    "vitals.weight": Other("body weight", "peso"),
}
"""Other words for facts, by their ids."""
