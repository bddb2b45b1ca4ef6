"""One intent of each kind that concerns a crew, permits and emergencies."""

from datetime import timedelta

from msgspec.structs import replace

from dispatch import intents as i
from dispatch.model import AssignmentId, AssignmentState, Mate, Permit
from tests.support.dispatch_builders import NOON, an_id


def crew_intents(mate: Mate, ends: AssignmentState) -> dict[str, i.AnyIntent]:
    return {
        "reinforce": i.Reinforce((replace(mate, assignment_id=AssignmentId(an_id("third"))),)),
        "join": i.Join(mate.technician_id),
        "leave": i.Leave(mate.technician_id, ends, "busy"),
        "permit": i.GrantPermit(Permit("HOT", NOON, NOON + timedelta(hours=1))),
        "override": i.Override("people are trapped"),
    }
