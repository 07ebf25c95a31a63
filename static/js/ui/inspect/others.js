// What the families besides Kafka bring along for the inspector. A room of theirs fills it before it is
// ready (town/register.js); a room of Kafka never fetches it.

export const OTHERS = { facts: {}, titles: {}, commands: {}, forms: () => [] };
