"""Explainable screening for ketamine-assisted psychotherapy: facts, cited rules, certified decisions."""

from .facts.client import Client as Client
from .facts.vitals import Vitals as Vitals
