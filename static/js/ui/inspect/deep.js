// What the inspector opens on demand: the records of a log, settings, every command, what happened.

import { history, records } from "./lists.js";
import { commands } from "./forms.js";
import { settings } from "./settings.js";

export const DEEP = { records, settings, commands, history };
