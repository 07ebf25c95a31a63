// A room of brokers, programs and services: its things can be inspected and described.

import { describers } from "../../../model/describe.js";
import "../../../model/town/told.js";
import { describeTown } from "../../../model/town/describe.js";
import { OTHERS } from "../others.js";
import { TOWN_COMMANDS } from "./commands.js";
import { TOWN_FACTS, TOWN_TITLES } from "./facts.js";
import { townForms } from "./forms.js";

Object.assign(OTHERS, { facts: TOWN_FACTS, titles: TOWN_TITLES, commands: TOWN_COMMANDS, forms: townForms });
describers.town = describeTown;
