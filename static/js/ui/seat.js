// What only students and those who run a room read: anonymous names, and what a student may do.

/** An anonymous name in the page's language from its three numbers. */
export function handleOf([adjective, animal, number], words) {
  const pick = (key, n) => words.label(key).split(" ")[n] ?? String(n);
  return words.label("handle.name", { adjective: pick("handle.adjectives", adjective), animal: pick("handle.animals", animal), n: number });
}

/** A student's line in the header. */
export function studentText(room, words) {
  return words.label(room.students_act ? "crew.student_acts" : "crew.student", { handle: handleOf(room.handle, words) });
}
