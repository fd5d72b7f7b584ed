"""What is known of a client: facts, each declared once, in the groups that a clinician would name."""

from .anaesthesia import Anaesthesia as Anaesthesia
from .bladder import Bladder as Bladder
from .breathing import Breathing as Breathing
from .circulation import Circulation as Circulation
from .client import Client as Client
from .eye import Eye as Eye
from .general_health import GeneralHealth as GeneralHealth
from .intracranial import Intracranial as Intracranial
from .ketamine_history import KetamineHistory as KetamineHistory
from .liver import Liver as Liver
from .medicines import Medicines as Medicines
from .mental_state import MentalState as MentalState
from .neurology import Neurology as Neurology
from .person import Person as Person
from .psychiatric_history import PsychiatricHistory as PsychiatricHistory
from .readiness import Readiness as Readiness
from .reproduction import Reproduction as Reproduction
from .seizures import Seizures as Seizures
from .substance_use import SubstanceUse as SubstanceUse
from .suicidality import Suicidality as Suicidality
from .thyroid import Thyroid as Thyroid
from .vitals import Vitals as Vitals
