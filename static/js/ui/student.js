// What a student reads about themselves: their handle, and whether they may publish.

import { handleOf } from "../lib/handles.js";
import { mayAct } from "./host.js";

export async function studentText(room, words) {
  await words.more();
  return words.label(mayAct(room) ? "crew.student_acts" : "crew.student", { handle: handleOf(room.handle, words) });
}
