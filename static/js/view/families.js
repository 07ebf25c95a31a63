// Which stage a run gets: its cast names its family, and each family brings its own layout, actors
// and what moves.

import { kafka } from "./kafka.js";
import { town } from "./town/family.js";

const FAMILIES = { kafka, pubsub: town, mesh: town, services: town };

export function familyOf(cast) {
  return FAMILIES[cast?.family] ?? kafka;
}
