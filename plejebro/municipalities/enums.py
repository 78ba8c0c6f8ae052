"""Roles in a municipality and the topics a question can be about."""

from django.db import models


class Role(models.TextChoices):
    """What an employee is to the foster families. The law's words first (barnets lov), see docs/glossary.md."""

    ADVISER = "adviser", "Børne- og ungerådgiver"
    CONSULTANT = "consultant", "Familieplejekonsulent"
    CONTRACT_OFFICER = "contract_officer", "Kontraktansvarlig"
    TEAM_LEADER = "team_leader", "Teamleder"
    HEAD = "head", "Afdelingsleder"
    ADMINISTRATOR = "administrator", "Kommuneadministrator"


class Topic(models.TextChoices):
    """What a question is about; the topic suggests who answers (PLF's advice on using the consultant)."""

    CONTRACT = "contract", "Kontrakt"
    REMUNERATION = "remuneration", "Vederlag"
    HOLIDAY = "holiday", "Ferie"
    RESPITE = "respite", "Støtteophold (aflastning)"
    CHILD_CARE = "child_care", "Pasning"
    SUPPORT = "support", "Støtte og supervision"
    HARDSHIP = "hardship", "Det, der er svært"
    OTHER = "other", "Andet"
    CONTACT_VISITS = "contact_visits", "Samvær"
    CONTACT_PLAN = "contact_plan", "Samværsplan"
    PARENTS = "parents", "Samarbejdet med forældrene"
    EXPENSES = "expenses", "Udlæg og særudgifter"
    WELLBEING = "wellbeing", "Barnets trivsel"

    @property
    def answered_by(self) -> Role:
        """The role the topic is put to when the asker does not choose another."""
        return Role.ADVISER if self in _FOR_THE_ADVISER else Role.CONSULTANT


_FOR_THE_ADVISER = frozenset({Topic.CONTACT_VISITS, Topic.CONTACT_PLAN, Topic.PARENTS, Topic.EXPENSES, Topic.WELLBEING})
