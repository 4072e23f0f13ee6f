"""Words about documents and their provisions."""

from __future__ import annotations

from labledger.model.vocab.base import Vocab


class FrameworkKind(Vocab):
    """What sort of standing document a framework is."""

    SAFETY = "safety-framework", "How the lab manages catastrophic risk from frontier models."
    COMPLIANCE = "compliance-framework", "Published to meet a statute."
    USAGE = "usage-policy", "What users may and may not do with the models."
    WHISTLEBLOWER = "whistleblower-policy", "How people raise concerns and are protected."
    MODEL_SPEC = "model-spec", "How the models are meant to behave."
    CHARTER = "charter", "Principles or mission of the organisation."
    TERMS = "terms", "Contract terms with customers."
    ROADMAP = "roadmap", "Dated goals the lab sets itself."
    POLICY = "policy", "Any other standing policy."


class LegalRole(Vocab):
    """What part a document plays under a statute."""

    STATUTORY = "statutory", "Published as the framework a statute asks for."
    VOLUNTARY = "voluntary", "No statute asks for it."
    COMPANION = "companion", "Belongs to another framework and is read with it."


class Status(Vocab):
    """How settled a document is, as it says of itself."""

    DRAFT = "draft", "Circulated for comment or marked draft."
    BETA = "beta", "In use and marked provisional."
    FINAL = "final", "In force without such a mark."


class Area(Vocab):
    """What a provision is about."""

    THRESHOLD = "threshold", "A level of capability or risk that changes what must be done."
    EVALUATION = "evaluation", "How and when models are assessed."
    SAFEGUARD = "safeguard", "Measures that lower the risk of a model in use or development."
    SECURITY = "security", "Protection of weights and secrets."
    DEPLOYMENT = "deployment", "Conditions for development, release, internal use, pausing."
    GOVERNANCE = "governance", "Who decides and how the framework is changed."
    TRANSPARENCY = "transparency", "What is shown to whom."
    ACCOUNTABILITY = "accountability", "How keeping the promises is checked and failures are handled."
    DEFINITION = "definition", "What a term means."


class Modality(Vocab):
    """How strongly a provision binds, strongest first."""

    MUST = "must", "Must, shall, required, commits to: band 4."
    WILL = "will", "Will, or a practice stated in the present tense: band 4."
    SHOULD = "should", "Should, recommended: band 3."
    AIMS = "aims", "Aims, intends, expects, plans, strives: band 2."
    MAY = "may", "May, can, could, consider: band 1."
    RELEASED = "released", "Expressly not required, at the lab's discretion: band 0."
    DESCRIBES = "describes", "Binds nobody; a definition, background or statement of fact. No band."


class Polarity(Vocab):
    """What a provision does to the one it binds."""

    DUTY = "duty", "Something is to be done."
    PROHIBITION = "prohibition", "Something is not to be done."
    PERMISSION = "permission", "The lab allows itself something."
    RELEASE = "release", "The lab frees itself from something."


class Bearer(Vocab):
    """Who has to act."""

    LAB = "lab", "The lab itself."
    USERS = "users", "Customers or users."
    PARTNERS = "partners", "Partners, suppliers or hosts."
    INDUSTRY = "industry", "The field as a whole."
    GOVERNMENT = "government", "A public authority."


class Container(Vocab):
    """The part of the document a provision stands in, strongest first."""

    NORMATIVE = "normative", "The body of the document."
    ANNEX = "annex", "An annex the body makes binding."
    COMPANION = "companion", "A companion document."
    ANNOUNCEMENT = "announcement", "A changelog or announcement."
    ILLUSTRATIVE = "illustrative", "An example, an illustration, a section called exploratory or aspirational."


class Wording(Vocab):
    """How near a statement is to the words of the document."""

    FREE = "free", "Our paraphrase; its wording proves nothing about the document's."
    CLOSE = "close", "Follows the document so closely that a difference of wording is one of the document's."


class Coverage(Vocab):
    """How much of a version's provisions the record holds."""

    FULL = "full", "All that were found in the text."
    CHANGED = "changed", "What changed was read; the rest is inherited from the predecessor, each marked."
    SELECTED = "selected", "Some; nothing follows from a gap."
    NONE = "none", "None yet."


class AccountForm(Vocab):
    """The form of a lab's own account of a revision, strongest last."""

    NONE = "none", "Searched for and not found."
    NARRATIVE = "narrative", "A prose post or introduction."
    ITEMISED = "itemised", "A list of changes."
    REDLINE = "redline", "A marked-up comparison of both texts."


class Extent(Vocab):
    """How precisely an item of an account names a change."""

    NAMED = "named", "The change itself is told."
    CLASS = "class", "Only its class is told, or it is told without what it does."
