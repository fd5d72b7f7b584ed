"""Which ingredient a name or a code stands for, and to which of the classes that rules speak of it belongs.

The table is small. A medicine that is not in it is unknown, never harmless: the rules then ask. What acts on ketamine's
own receptor, and what sedates without belonging to a class, is left out on purpose, so that somebody looks at it.

Each line reads *name | RxNorm code of the ingredient | other names*: brands, salts, spellings, codes of products. A
line that ends in a comma goes on in the next one. A code with a question mark is recalled; the others were seen in a
public repository.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import attrs

from .limit import Certainty, Citation, Limit
from .sources import (
    ADOPTED,
    BENZODIAZEPINE_GUIDELINE,
    CYP3A_TABLE,
    CYP_BOX,
    EU_LEAFLET,
    ORAL_TICLOPIDINE,
    PHARMACOLOGY,
    PSYCHIATRIC_MEDICINES_REVIEW,
    SCOTTISH_EQUIVALENTS,
    SWISS_SPRAVATO,
    WHO_EQUIVALENTS,
    recalled,
)


class MedicineClass(enum.Enum):
    """What rules call a medicine."""

    MAO_INHIBITOR = "inhibitor of monoamine oxidase"
    STIMULANT = "psychostimulant"
    XANTHINE = "xanthine"
    BENZODIAZEPINE = "benzodiazepine"
    Z_DRUG = "Z-drug"
    OPIOID = "opioid"
    LAMOTRIGINE = "lamotrigine"
    CYP_INHIBITOR = "inhibitor of CYP3A4 or CYP2B6"
    CYP_INDUCER = "inducer of CYP3A4 or CYP2B6"
    THYROID_HORMONE = "thyroid hormone"
    PRESSOR = "other medicine that raises blood pressure"
    NALTREXONE = "naltrexone"


@attrs.frozen
class Ingredient:
    """An active ingredient, or a fixed combination, with its classes; none of them where no rule speaks of it."""

    name: str
    rxnorm: str | None
    code_certainty: Certainty
    """Whether the code was seen in a public repository, or is recalled."""
    classes: frozenset[MedicineClass]
    names: tuple[str, ...]
    """Brands, salts, spellings and codes of products that mean this ingredient and no other."""
    source: Citation
    """What says that it belongs to its classes."""
    lorazepam_equivalent: Limit | None = None
    """How many milligrams equal 1 mg of lorazepam; None where nobody is cited for it."""

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Everything that stands for the ingredient: its name, its other names, its code."""
        return (self.name, *self.names, *((self.rxnorm,) if self.rxnorm else ()))


def _table(
    lines: str,
    source: Citation,
    *classes: MedicineClass,
    equivalents: tuple[Citation, Mapping[str, str]] | None = None,
) -> tuple[Ingredient, ...]:
    """Return the ingredients of one class, with how much of each equals 1 mg of lorazepam."""
    found = []
    for line in lines.strip().replace(",\n", ",").splitlines():
        name, code, others = (part.strip() for part in line.split("|"))
        found.append(
            Ingredient(
                name,
                code.rstrip("?") or None,
                Certainty.RECALLED if code.endswith("?") else Certainty.CONFIRMED,
                frozenset(classes),
                tuple(other.strip() for other in others.split(",") if other.strip()),
                source,
                _equivalent(name, *equivalents) if equivalents else None,
            )
        )
    return tuple(found)


def _equivalent(name: str, source: Citation, milligrams: Mapping[str, str]) -> Limit:
    return Limit(Decimal(milligrams[name]), "mg", id=f"medicines.equivalent.{name}", source=source, since=ADOPTED)


def _general(says: str) -> Citation:
    return recalled(PHARMACOLOGY, says)


# What raises blood pressure ------------------------------------------------------------------------------------

_MAO_INHIBITORS: Final = (
    *_table(
        """
        phenelzine | 8123? | Nardil, phenelzine sulfate, phenelzine sulphate, phenelzin, 312347
        tranylcypromine | 10734? | Parnate, Jatrosom, tranylcypromine sulfate, tranylcypromine sulphate, 313447
        selegiline | 9639? | Eldepryl, Emsam, Zelapar, selegiline hydrochloride, deprenyl, L-deprenyl, 859193
        """,
        Citation(SWISS_SPRAVATO, "interactions: MAO inhibitors"),
        MedicineClass.MAO_INHIBITOR,
    ),
    *_table(
        """
        isocarboxazid | 6011? | Marplan, 104837
        linezolid | 190376? | Zyvox, Zyvoxid
        moclobemide | | Aurorix, Manerix, moclobemid
        rasagiline | | Azilect, rasagiline mesylate, rasagilin
        safinamide | | Xadago, safinamid
        methylene blue | 6878 | methylthioninium chloride, ProvayBlue
        harmala alkaloids | | ayahuasca, Banisteriopsis caapi, Syrian rue, Peganum harmala, harmine, harmaline
        """,
        _general("inhibits monoamine oxidase"),
        MedicineClass.MAO_INHIBITOR,
    ),
)

_STIMULANTS: Final = (
    *_table(
        """
        amphetamine | 725 | amfetamine, amphetamine sulfate, mixed amphetamine salts, Adderall,
            Adderall XR, Evekeo, Mydayis
        methylphenidate | 6901 | methylphenidate hydrochloride, methylphenidat, Ritalin, Concerta, Medikinet, Daytrana
        """,
        Citation(SWISS_SPRAVATO, "interactions: psychostimulants"),
        MedicineClass.STIMULANT,
    ),
    *_table(
        """
        modafinil | 30125 | Provigil, Modiodal
        armodafinil | | Nuvigil
        """,
        Citation(SWISS_SPRAVATO, "interactions: psychostimulants; that it also induces CYP3A4 is recalled"),
        MedicineClass.STIMULANT,
        MedicineClass.CYP_INDUCER,
    ),
    *_table(
        """
        dexamfetamine | 3288? | dexamphetamine, dextroamphetamine, dextroamphetamine sulfate,
            Dexedrine, Zenzedi, Attentin
        lisdexamfetamine | 700810? | lisdexamfetamine dimesylate, lisdexamphetamine, Vyvanse, Elvanse
        metamfetamine | 6816? | methamphetamine, methamphetamine hydrochloride, Desoxyn
        dexmethylphenidate | 352372? | dexmethylphenidate hydrochloride, Focalin
        phentermine | 8152? | phentermine hydrochloride, Adipex-P
        solriamfetol | | Sunosi
        """,
        _general("stimulates like amphetamine or methylphenidate"),
        MedicineClass.STIMULANT,
    ),
)

_XANTHINES: Final = (
    *_table(
        """
        theophylline | 10438 | theophyllin, Theo-24, Uniphyl, Uniphyllin, Bronchoretard
        aminophylline | 689 | aminophyllin, Phyllocontin
        """,
        Citation(EU_LEAFLET, "other medicines: xanthine derivatives raise blood pressure"),
        MedicineClass.XANTHINE,
    ),
    *_table(
        """
        doxofylline | | doxophylline
        dyphylline | | diprophylline
        pentoxifylline | | pentoxifyllin, Trental
        """,
        _general("is a xanthine"),
        MedicineClass.XANTHINE,
    ),
)

_THYROID_HORMONES: Final = _table(
    """
    levothyroxine | 10582? | levothyroxine sodium, levothyroxin, L-thyroxine, L-thyroxin,
        thyroxine, Synthroid, Euthyrox, Eltroxin
    liothyronine | 10814? | liothyronine sodium, Cytomel, Thybon
    thyroid extract | | desiccated thyroid, thyroid desiccated, Armour Thyroid, NP Thyroid
    """,
    Citation(EU_LEAFLET, "other medicines: thyroid hormones raise blood pressure"),
    MedicineClass.THYROID_HORMONE,
)

_PRESSORS: Final = (
    *_table(
        """
        ergometrine | | ergonovine, ergometrine maleate, ergonovine maleate
        vasopressin | 11149? | argipressin, Vasostrict
        """,
        Citation(EU_LEAFLET, "other medicines: ergometrine and vasopressin raise blood pressure"),
        MedicineClass.PRESSOR,
    ),
    *_table(
        """
        pseudoephedrine | 8896? | pseudoephedrine hydrochloride, Sudafed
        phenylephrine | 8163? | phenylephrine hydrochloride
        ephedrine | | ephedrine hydrochloride, ephedrine sulfate
        oxymetazoline | | oxymetazoline hydrochloride, Afrin
        xylometazoline | | xylometazoline hydrochloride, Otrivin
        naphazoline | |
        cetirizine with pseudoephedrine | | Zyrtec-D
        loratadine with pseudoephedrine | | Claritin-D
        """,
        _general("a decongestant, constricts vessels"),
        MedicineClass.PRESSOR,
    ),
    *_table(
        """
        methylergometrine | | methylergonovine, Methergine
        ergotamine | | ergotamine tartrate
        dihydroergotamine | | dihydroergotamine mesylate
        sumatriptan | 37418? | Imitrex, Imigran
        rizatriptan | | Maxalt
        zolmitriptan | | Zomig
        naratriptan | | Naramig, Amerge
        eletriptan | | Relpax
        """,
        _general("constricts vessels as ergometrine does"),
        MedicineClass.PRESSOR,
    ),
    *_table(
        """
        midodrine | | midodrine hydrochloride
        etilefrine | | Effortil
        droxidopa | | Northera
        atomoxetine | 38400 | atomoxetine hydrochloride, Strattera
        viloxazine | | Qelbree
        """,
        _general("raises noradrenaline or its effect, and blood pressure"),
        MedicineClass.PRESSOR,
    ),
)

# What sedates --------------------------------------------------------------------------------------------------

_BENZODIAZEPINES: Final = (
    *_table(
        """
        lorazepam | 6470 | Ativan, Tavor, Temesta
        diazepam | 3322 | Valium, Stesolid
        clonazepam | 2598 | Klonopin, Rivotril
        alprazolam | 596 | Xanax, Xanax XR, Xanor, Tafil
        oxazepam | 7781 | Serax, Praxiten, Adumbran
        temazepam | 10355? | Restoril, Normison, Remestan
        chlordiazepoxide | 2356? | chlordiazepoxide hydrochloride, Librium
        clorazepate | | clorazepate dipotassium, dipotassium clorazepate, Tranxene, Tranxilium
        estazolam | | ProSom
        flurazepam | | flurazepam hydrochloride, Dalmane
        quazepam | | Doral
        triazolam | 10767? | Halcion
        """,
        _general("is a benzodiazepine"),
        MedicineClass.BENZODIAZEPINE,
        equivalents=(
            Citation(BENZODIAZEPINE_GUIDELINE, "the Ashton manual's column; of a range, the smaller amount"),
            {
                "lorazepam": "1",
                "diazepam": "10",
                "clonazepam": "0.5",
                "alprazolam": "0.5",
                "oxazepam": "20",
                "temazepam": "20",
                "chlordiazepoxide": "25",
                "clorazepate": "15",
                "estazolam": "1",
                "flurazepam": "15",
                "quazepam": "20",
                "triazolam": "0.5",
            },
        ),
    ),
    *_table(
        """
        clobazam | 21241 | Onfi, Frisium, Sympazan
        loprazolam | |
        lormetazepam | | Noctamid
        nitrazepam | | Mogadon
        """,
        _general("is a benzodiazepine"),
        MedicineClass.BENZODIAZEPINE,
        equivalents=(
            Citation(SCOTTISH_EQUIVALENTS, "twice what stands beside 0.5 mg of lorazepam; the smaller of a range"),
            {"clobazam": "20", "loprazolam": "1", "lormetazepam": "1", "nitrazepam": "10"},
        ),
    ),
    *_table(
        """
        bromazepam | | Lexotan, Lexotanil, Lectopam
        flunitrazepam | | Rohypnol
        midazolam | 6960 | midazolam hydrochloride, Dormicum, Versed, Buccolam, Nayzilam
        """,
        _general("is a benzodiazepine"),
        MedicineClass.BENZODIAZEPINE,
        equivalents=(
            Citation(WHO_EQUIVALENTS, "twice what stands beside 0.5 mg of lorazepam"),
            {"bromazepam": "6", "flunitrazepam": "2", "midazolam": "5"},
        ),
    ),
    *_table(
        """
        brotizolam | | Lendormin
        etizolam | |
        ketazolam | |
        medazepam | |
        prazepam | | Lysanxia, Demetrin
        tetrazepam | |
        """,
        _general("is a benzodiazepine or acts like one; nobody is cited for its equivalent"),
        MedicineClass.BENZODIAZEPINE,
    ),
)

_Z_DRUGS: Final = (
    *_table(
        """
        zolpidem | 39993? | zolpidem tartrate, Ambien, Ambien CR, Stilnox, Edluar
        zopiclone | | zopiclon, Imovane, Zimovane, Ximovan
        """,
        Citation(SCOTTISH_EQUIVALENTS, "listed as Z-drugs"),
        MedicineClass.Z_DRUG,
        equivalents=(
            Citation(SCOTTISH_EQUIVALENTS, "twice what stands beside 0.5 mg of lorazepam"),
            {"zolpidem": "20", "zopiclone": "15"},
        ),
    ),
    *_table(
        """
        eszopiclone | 461016? | Lunesta
        zaleplon | 74667? | Sonata
        """,
        _general("is a Z-drug; nobody is cited for its equivalent"),
        MedicineClass.Z_DRUG,
    ),
)

_OPIOIDS: Final = _table(
    """
    buprenorphine | 1819? | buprenorphine hydrochloride, buprenorphin, Subutex, Butrans, Temgesic,
        Sublocade, Buvidal, Belbuca
    buprenorphine with naloxone | | buprenorphine and naloxone, buprenorphine/naloxone,
        buprenorphine-naloxone, Suboxone, Zubsolv
    methadone | 6813 | methadone hydrochloride, methadon, Methadose, Dolophine, Physeptone
    levomethadone | | levomethadon, L-Polamidon
    morphine | 7052 | morphine sulfate, morphine sulphate, morphin, MS Contin, Substitol
    oxycodone | 7804 | oxycodone hydrochloride, oxycodon, OxyContin, Roxicodone
    oxycodone with naloxone | | oxycodone and naloxone, oxycodone/naloxone, Targin, Targinact
    oxycodone with paracetamol | | oxycodone and acetaminophen, oxycodone/acetaminophen, Percocet, Endocet
    hydrocodone | 5489? | hydrocodone bitartrate
    hydrocodone with paracetamol | | hydrocodone and acetaminophen, hydrocodone/acetaminophen, Vicodin, Norco, Lortab
    hydromorphone | 3423? | hydromorphone hydrochloride, hydromorphon, Dilaudid, Palladon
    oxymorphone | 7814? | oxymorphone hydrochloride
    codeine | 2670 | codeine phosphate, codeine sulfate, codein
    codeine with paracetamol | | co-codamol, codeine and acetaminophen, acetaminophen with codeine, Tylenol with codeine
    dihydrocodeine | | dihydrocodeine tartrate
    dihydrocodeine with paracetamol | | co-dydramol
    tramadol | 10689 | tramadol hydrochloride, Ultram, Tramal, Zydol
    tramadol with paracetamol | | tramadol and acetaminophen, Ultracet, Zaldiar
    tapentadol | 787390? | tapentadol hydrochloride, Nucynta, Palexia
    tilidine | | tilidin
    tilidine with naloxone | | Valoron N
    fentanyl | 4337 | fentanyl citrate, Duragesic
    sufentanil | |
    pethidine | 6754? | meperidine, pethidine hydrochloride, Demerol
    levorphanol | |
    diamorphine | | diacetylmorphine
    nalbuphine | |
    butorphanol | |
    pentazocine | |
    """,
    _general("is an opioid"),
    MedicineClass.OPIOID,
)

# What changes the effect or the level of ketamine --------------------------------------------------------------

_LAMOTRIGINE: Final = _table(
    """
    lamotrigine | 28439 | lamotrigin, Lamictal, Lamictal XR
    """,
    Citation(PSYCHIATRIC_MEDICINES_REVIEW, "abstract: lamotrigine"),
    MedicineClass.LAMOTRIGINE,
)

_NALTREXONE: Final = _table(
    """
    naltrexone | 7243 | naltrexone hydrochloride, naltrexon, low-dose naltrexone, Revia, Vivitrol, Adepend
    naltrexone with bupropion | | naltrexone and bupropion, naltrexone/bupropion, Contrave, Mysimba
    """,
    _general("blocks opioid receptors"),
    MedicineClass.NALTREXONE,
)

_INHIBITORS: Final = (
    *_table(
        """
        ticlopidine | 10594 | ticlopidine hydrochloride, Ticlid
        itraconazole | 28031 | Sporanox
        """,
        Citation(ORAL_TICLOPIDINE, "abstract: ticlopidine inhibits CYP2B6, itraconazole CYP3A"),
        MedicineClass.CYP_INHIBITOR,
    ),
    *_table(
        """
        clarithromycin | 21212 | Biaxin, Klacid, Klaricid
        ketoconazole | 6135 |
        voriconazole | 121243 | Vfend
        posaconazole | | Noxafil
        isavuconazole | | isavuconazonium sulfate, Cresemba
        fluconazole | 4450? | Diflucan
        erythromycin | 4053 |
        telithromycin | | Ketek
        ritonavir | 85762? | Norvir
        nirmatrelvir with ritonavir | | nirmatrelvir/ritonavir, Paxlovid
        cobicistat | | Tybost
        atazanavir | 343047 | Reyataz
        darunavir | | Prezista
        nefazodone | |
        mifepristone | | Korlym
        diltiazem | 3443? | diltiazem hydrochloride, Cardizem
        verapamil | 11170? | verapamil hydrochloride, Calan, Isoptin
        amiodarone | 703? | amiodarone hydrochloride, Cordarone
        dronedarone | | Multaq
        aprepitant | | Emend
        cimetidine | 2541? | Tagamet
        ciclosporin | 3008 | cyclosporine, cyclosporin, Neoral, Sandimmun
        imatinib | | Gleevec, Glivec
        nilotinib | 662281 | Tasigna
        letermovir | | Prevymis
        grapefruit juice | | grapefruit
        """,
        Citation(CYP3A_TABLE, "strong and moderate inhibitors"),
        MedicineClass.CYP_INHIBITOR,
    ),
    *_table(
        """
        clopidogrel | 32968 | clopidogrel bisulfate, Plavix, Iscover
        fluvoxamine | 42355 | fluvoxamine maleate, Luvox, Faverin, Fevarin
        ciprofloxacin | 2551 | ciprofloxacin hydrochloride
        """,
        _general("inhibits CYP2B6 or, weakly to moderately, CYP3A4"),
        MedicineClass.CYP_INHIBITOR,
    ),
)

_INDUCERS: Final = (
    *_table(
        """
        carbamazepine | 2002 | carbamazepin, Tegretol, Carbatrol, Equetro
        rifampicin | 9384 | rifampin, Rifadin, Rimactan
        phenobarbital | 8134? | phenobarbitone, phenobarbital sodium, Luminal
        phenytoin | 8183 | phenytoin sodium, Dilantin, Epanutin, Phenhydan
        efavirenz | 195085 | Sustiva, Stocrin
        """,
        Citation(CYP_BOX, "common inducers of CYP2B6"),
        MedicineClass.CYP_INDUCER,
    ),
    *_table(
        """
        St John's wort | | St. John's wort, St John’s wort, St. John’s wort, St Johns wort,
            Saint John's wort, Hypericum perforatum, Johanniskraut
        primidone | 8691? | Mysoline
        fosphenytoin | | Cerebyx
        rifabutin | | Mycobutin
        rifapentine | | Priftin
        bosentan | | Tracleer
        apalutamide | | Erleada
        enzalutamide | | Xtandi
        mitotane | | Lysodren
        dabrafenib | 1424911 | Tafinlar
        dexamethasone | 3264? |
        eslicarbazepine | | eslicarbazepine acetate, Aptiom, Zebinix
        etravirine | | Intelence
        lumacaftor with ivacaftor | | Orkambi
        """,
        Citation(CYP3A_TABLE, "strong and moderate inducers"),
        MedicineClass.CYP_INDUCER,
    ),
    *_table(
        """
        oxcarbazepine | 32624 | oxcarbazepin, Trileptal
        nevirapine | 53654 | Viramune
        cenobamate | | Xcopri, Ontozry
        metamizole | | dipyrone, metamizol, metamizole sodium, Novalgin
        """,
        _general("induces CYP3A4 or CYP2B6"),
        MedicineClass.CYP_INDUCER,
    ),
)

# What no rule speaks of ----------------------------------------------------------------------------------------

_OF_NO_CLASS: Final = (
    *_table(
        """
        sertraline | 36437 | sertraline hydrochloride, sertralin, Zoloft, Lustral
        fluoxetine | 4493 | fluoxetine hydrochloride, fluoxetin, Prozac
        citalopram | 2556 | citalopram hydrobromide, Celexa, Cipramil
        escitalopram | 321988 | escitalopram oxalate, Lexapro, Cipralex
        paroxetine | 32937 | paroxetine hydrochloride, paroxetin, Paxil, Seroxat
        venlafaxine | 39786 | venlafaxine hydrochloride, venlafaxin, Effexor, Effexor XR, Efexor
        desvenlafaxine | 734064? | desvenlafaxine succinate, Pristiq
        duloxetine | 72625 | duloxetine hydrochloride, duloxetin, Cymbalta
        milnacipran | | Savella, Ixel
        bupropion | 42347 | bupropion hydrochloride, amfebutamone, Wellbutrin, Wellbutrin XL, Elontril, Zyban
        mirtazapine | 15996 | mirtazapin, Remeron
        mianserin | |
        trazodone | 10737? | trazodone hydrochloride, trazodon, Desyrel
        agomelatine | | agomelatin, Valdoxan
        vortioxetine | 1455099 | vortioxetine hydrobromide, Trintellix, Brintellix
        vilazodone | | Viibryd
        amitriptyline | 704 | amitriptyline hydrochloride, amitriptylin, Elavil, Saroten
        nortriptyline | 7531 | nortriptyline hydrochloride, nortriptylin, Pamelor, Nortrilen
        imipramine | 5691 | imipramine hydrochloride, imipramin, Tofranil
        desipramine | 3247 | desipramine hydrochloride, Norpramin
        clomipramine | 2597 | clomipramine hydrochloride, clomipramin, Anafranil
        doxepin | 3638 | doxepin hydrochloride, Sinequan, Aponal
        trimipramine | 10834 | trimipramine maleate, trimipramin, Surmontil
        """,
        _general("an antidepressant that belongs to none of the classes"),
    ),
    *_table(
        """
        lithium | 6448? | lithium carbonate, lithium citrate, Lithobid, Priadel, Quilonum
        valproate | 11118 | valproic acid, sodium valproate, valproate sodium, divalproex,
            divalproex sodium, Depakote, Depakine, Epilim, 266856
        topiramate | 38404? | topiramat, Topamax
        levetiracetam | 114477? | Keppra
        lacosamide | | Vimpat
        """,
        _general("a mood stabiliser or antiepileptic that belongs to none of the classes"),
    ),
    *_table(
        """
        quetiapine | 51272? | quetiapine fumarate, quetiapin, Seroquel, Seroquel XR
        olanzapine | 61381 | olanzapin, Zyprexa
        aripiprazole | 89013 | aripiprazol, Abilify
        brexpiprazole | 1658314 | Rexulti
        cariprazine | | Vraylar, Reagila
        risperidone | 35636 | risperidon, Risperdal
        paliperidone | | paliperidone palmitate, Invega
        lurasidone | | lurasidone hydrochloride, Latuda
        ziprasidone | 115698? | ziprasidone hydrochloride, Geodon
        haloperidol | 5093 | Haldol
        clozapine | 2626 | clozapin, Clozaril, Leponex
        amisulpride | | amisulprid, Solian
        buspirone | 1827? | buspirone hydrochloride, Buspar
        melatonin | | Circadin
        """,
        _general("another psychiatric medicine that belongs to none of the classes"),
    ),
    *_table(
        """
        lisinopril | 29046? | Zestril, Prinivil
        ramipril | 35296? | Altace, Tritace
        enalapril | 3827? | enalapril maleate, Vasotec
        captopril | 1998 |
        perindopril | | perindopril arginine, Coversyl
        losartan | 52175? | losartan potassium, Cozaar
        valsartan | 69749? | Diovan
        candesartan | 214354? | candesartan cilexetil, Atacand
        telmisartan | | Micardis
        olmesartan | | olmesartan medoxomil, Benicar
        irbesartan | | Avapro, Aprovel
        amlodipine | 17767? | amlodipine besylate, amlodipin, Norvasc
        lercanidipine | | lercanidipine hydrochloride
        hydrochlorothiazide | 5487 | HCTZ
        chlortalidone | | chlorthalidone
        indapamide | | indapamid
        furosemide | 4603 | frusemide, furosemid, Lasix
        torasemide | | torsemide, torasemid
        spironolactone | 9997 | spironolacton, Aldactone
        eplerenone | | Inspra
        metoprolol | 6918 | metoprolol succinate, metoprolol tartrate, Lopressor, Toprol XL
        bisoprolol | 19484? | bisoprolol fumarate, Concor
        propranolol | 8787 | propranolol hydrochloride, Inderal
        atenolol | 1202? | Tenormin
        carvedilol | 20352 | Coreg
        nebivolol | | Bystolic
        doxazosin | | doxazosin mesylate, Cardura
        prazosin | 8629? | prazosin hydrochloride, Minipress
        clonidine | 2599? | clonidine hydrochloride, Catapres
        guanfacine | | guanfacine hydrochloride, Intuniv
        hydralazine | 5470 | hydralazine hydrochloride
        """,
        _general("lowers blood pressure and belongs to none of the classes"),
    ),
    *_table(
        """
        atorvastatin | 83367 | atorvastatin calcium, Lipitor, Sortis
        simvastatin | 36567 | Zocor
        rosuvastatin | 301542 | rosuvastatin calcium, Crestor
        pravastatin | 42463 | pravastatin sodium
        ezetimibe | | Zetia, Ezetrol
        aspirin | 1191 | acetylsalicylic acid, ASA
        warfarin | 11289 | warfarin sodium, Coumadin
        phenprocoumon | 8150 | Marcumar
        apixaban | 1364430? | Eliquis
        rivaroxaban | 1114195? | Xarelto
        metformin | 6809 | metformin hydrochloride, Glucophage
        sitagliptin | | Januvia
        empagliflozin | | Jardiance
        dapagliflozin | | Farxiga, Forxiga
        semaglutide | | Ozempic, Wegovy, Rybelsus
        liraglutide | | Victoza, Saxenda
        gliclazide | | Diamicron
        glimepiride | 25789 | Amaryl
        insulin | |
        insulin glargine | | Lantus
        allopurinol | 519 | Zyloric
        """,
        _general("a medicine for lipids, clotting, sugar or gout that belongs to none of the classes"),
    ),
    *_table(
        """
        methimazole | 6835 | thiamazole, Tapazole, Thyrozol
        carbimazole | 2020 | carbimazol
        propylthiouracil | 8794 | PTU
        ethinylestradiol | 4124? | ethinyl estradiol
        levonorgestrel | 6373? | Mirena, Plan B
        desogestrel | | Cerazette
        drospirenone | |
        norethisterone | 7514? | norethindrone
        etonogestrel | | Nexplanon, Implanon
        medroxyprogesterone | | medroxyprogesterone acetate, Depo-Provera
        combined oral contraceptive | | combined contraceptive pill,
            ethinylestradiol with levonorgestrel, ethinylestradiol with drospirenone, Microgynon, Yasmin
        estradiol | | oestradiol
        progesterone | | Utrogestan, Prometrium
        finasteride | 25025? | Propecia, Proscar
        tamsulosin | 77492 | tamsulosin hydrochloride, Flomax
        prednisone | 8640? | prednison
        prednisolone | 8638? | prednisolon
        hydrocortisone | |
        """,
        _general("a hormone or its antagonist that belongs to none of the classes"),
    ),
    *_table(
        """
        paracetamol | 161? | acetaminophen, Tylenol, Panadol
        ibuprofen | 5640? | Advil, Motrin, Nurofen
        naproxen | 7258? | naproxen sodium, Aleve
        diclofenac | 3355 | diclofenac sodium, Voltaren
        celecoxib | 140587 | Celebrex
        omeprazole | 7646 | omeprazol, Prilosec, Losec
        esomeprazole | 283742 | esomeprazole magnesium, Nexium
        pantoprazole | 40790 | pantoprazole sodium, pantoprazol, Protonix
        lansoprazole | 17128 | Prevacid
        famotidine | | Pepcid
        ondansetron | 26225 | ondansetron hydrochloride, Zofran
        metoclopramide | 6915 | Reglan
        salbutamol | 435 | albuterol, albuterol sulfate, salbutamol sulfate, Ventolin
        salmeterol | 36117 | Serevent
        formoterol | |
        fluticasone | | fluticasone propionate, Flonase, Flovent, 50121
        fluticasone with salmeterol | | Advair, Seretide, 284635
        budesonide | 19831 | Pulmicort
        budesonide with formoterol | | Symbicort
        beclometasone | | beclomethasone
        tiotropium | 69120 | Spiriva
        ipratropium | | Atrovent
        montelukast | 88249? | montelukast sodium, Singulair
        cetirizine | 20610? | cetirizine hydrochloride, Zyrtec
        loratadine | 28889? | Claritin
        fexofenadine | | Allegra, Telfast
        amoxicillin | 723? |
        doxycycline | 3640? |
        nitrofurantoin | 7454 | Macrobid
        aciclovir | 281? | acyclovir
        valaciclovir | | valacyclovir, Valtrex
        colecalciferol | | cholecalciferol, vitamin D, vitamin D3
        cyanocobalamin | | vitamin B12
        ascorbic acid | 1151 | vitamin C
        folic acid | 4511? |
        ferrous sulfate | | ferrous sulphate, iron
        magnesium | | magnesium citrate, magnesium oxide, magnesium glycinate
        omega-3 fatty acids | | fish oil, omega-3
        """,
        _general("a common medicine or supplement that belongs to none of the classes"),
    ),
)

INGREDIENTS: Final = (
    *_MAO_INHIBITORS,
    *_STIMULANTS,
    *_XANTHINES,
    *_THYROID_HORMONES,
    *_PRESSORS,
    *_BENZODIAZEPINES,
    *_Z_DRUGS,
    *_OPIOIDS,
    *_LAMOTRIGINE,
    *_NALTREXONE,
    *_INHIBITORS,
    *_INDUCERS,
    *_OF_NO_CLASS,
)
"""Every ingredient that the project knows."""


def normalised(identifier: str) -> str:
    """Return a name or code as it is compared: without case, and with single blanks.

    >>> normalised("  St John's   WORT ")
    "st john's wort"
    """
    return " ".join(identifier.casefold().split())


@functools.cache
def _index() -> dict[str, Ingredient]:
    return {normalised(each): ingredient for ingredient in INGREDIENTS for each in ingredient.identifiers}


def resolve(identifier: str) -> Ingredient | None:
    """Return the ingredient that a name or code stands for exactly, or None; nothing is guessed.

    >>> resolve("Xanax").name, resolve("596").name
    ('alprazolam', 'alprazolam')
    >>> resolve("Xanaxx") is None
    True
    """
    return _index().get(normalised(identifier))
