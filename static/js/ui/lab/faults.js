// Faults as objects on the timeline: planned for a time or for a moment that may come, moved, changed and
// removed. Each of these is a command of the run, so a replay has them too.

import { stamp } from "../../lib/axis.js";
import { html } from "../../lib/dom.js";

const NUDGE_US = 500_000;
const AHEAD_US = 2_000_000;

export function makeFaults({ root, page, store, words, acts, drives, onChange }) {
  const label = words.label;
  const day = () => label("lab.day");
  const fault = html("select", { class: "field small", "aria-label": label("lab.fault"), "data-fault": "" });
  const moment = html("select", { class: "field small", "aria-label": label("lab.fault_when"), "data-moment": "" });
  const time = html("input", { class: "field small", type: "number", min: 0, step: "any", "aria-label": label("lab.fault_seconds"), "data-seconds": "" });
  const unit = html("label", { class: "lab-check" }, time, label("lab.seconds"));
  const send = html("button", { type: "submit", class: "btn small primary" }, label("lab.plan"));
  const leave = html("button", { type: "button", class: "btn small", hidden: "" }, label("lab.leave"));
  const form = html("form", { class: "lab-name" }, fault, moment, unit, send, leave);
  const list = html("ul", { class: "lab-list" });
  let told = { plans: [], faults: [], moments: [] };
  let edited = null;
  let shown_us = 0;
  let offered = "";
  root.append(form, html("p", { class: "hint" }, label("lab.plans_why")), list);

  const timeOf = (at_us) => String(Math.round(at_us / 1000) / 1000);
  const wait = (plan) => [plan.event, ...plan.conditions.map(([name, value]) => `${name}=${value}`)].join(" ");
  const describe = (plan) => {
    const clause = wait(plan);
    return told.moments.find((one) => one.clause === clause)?.label ?? clause;
  };

  async function look() {
    const { room } = store.state;
    if (!room || !drives()) return;
    const answered = await fetch(`/r/${page.dataset.room}/plans/${room.timeline}/`);
    if (!answered.ok) return;
    told = await answered.json();
    offer();
    fill();
    onChange();
  }

  /** What can be chosen; made anew only when it is something else, so that a choice under way stays. */
  function offer() {
    const now = JSON.stringify([told.faults, told.moments]);
    if (now === offered) return;
    offered = now;
    const [line, clause] = [fault.value, moment.value];
    fault.replaceChildren(...told.faults.map((group) => {
      const node = html("optgroup", { label: group.label });
      node.append(...group.lines.map((text) => html("option", { value: text }, text)));
      return node;
    }));
    moment.replaceChildren(html("option", { value: "" }, label("lab.at_time")), ...told.moments.map((one) => html("option", { value: one.clause }, label("lab.as_soon_as", { moment: one.label }))));
    choose(fault, line);
    choose(moment, clause);
    swap();
  }

  /** Chooses a value, also one that the list does not offer. */
  function choose(select, value) {
    if (value && ![...select.options].some((option) => option.value === value)) select.append(html("option", { value }, value));
    if (value || select === moment) select.value = value;
  }

  function swap() {
    unit.hidden = moment.value !== "";
  }

  function fill() {
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const rows = [...told.plans].sort((a, b) => (a.at_us ?? Infinity) - (b.at_us ?? Infinity)).map(row);
    list.replaceChildren(...(rows.length ? rows : [html("li", { class: "hint" }, label(drives() ? "lab.plans_none" : "lab.plans_hidden"))]));
    if (focused) list.querySelector(`[data-key="${focused}"]`)?.focus();
    form.hidden = !drives();
  }

  function row(plan) {
    const button = (name, key, doit) => {
      const node = html("button", { type: "button", class: "btn small", "data-key": `${key}-${plan.n}`, "aria-label": `${label(name)}: ${plan.text}` }, label(name));
      node.addEventListener("click", doit);
      return node;
    };
    const when = plan.at_us === null ? label("lab.as_soon_as", { moment: describe(plan) }) : stamp(plan.at_us, day());
    const parts = [html("b", {}, when), html("span", { class: "lab-what" }, plan.script ? `${plan.text} (${label("lab.of_script")})` : plan.text)];
    if (plan.at_us !== null) parts.push(button("lab.earlier", "earlier", () => move(plan.n, plan.at_us - NUDGE_US)), button("lab.later", "later", () => move(plan.n, plan.at_us + NUDGE_US)));
    parts.push(button("lab.edit", "edit", () => edit(plan)), button("lab.remove", "remove", () => give(`drop plan ${plan.n}`)));
    return html("li", { "data-plan": plan.n }, ...parts);
  }

  async function give(line) {
    const done = await acts.command(line, root);
    if (done) await look().catch(() => null);
    return done;
  }

  const move = (n, at_us) => give(`change plan ${n} at=${Math.max(0, Math.round(at_us))}us`);

  function edit(plan) {
    edited = plan;
    choose(fault, plan.text);
    choose(moment, plan.at_us === null ? wait(plan) : "");
    time.value = timeOf(plan.at_us ?? shown_us + AHEAD_US);
    swap();
    dressForm();
    fault.focus();
  }

  function dressForm() {
    leave.hidden = edited === null;
    send.textContent = label(edited === null ? "lab.plan" : "lab.keep");
  }

  function begin(now_us) {
    edited = null;
    time.value = timeOf(now_us + AHEAD_US);
    dressForm();
    fault.focus();
  }

  /** A plan that was changed keeps its number, unless it waits for another event than before. */
  async function submit() {
    const at = `${Math.round(Number(time.value) * 1_000_000)}us`;
    const clause = moment.value;
    const fresh = clause === "" ? `at ${at} do ${fault.value}` : `when ${clause} do ${fault.value}`;
    if (edited === null) return give(fresh);
    const quoted = JSON.stringify(fault.value);
    if (clause === "") return give(`change plan ${edited.n} at=${at} do=${quoted}`);
    if (edited.at_us === null && wait(edited) === clause) return give(`change plan ${edited.n} do=${quoted}`);
    return (await acts.command(`drop plan ${edited.n}`, root)) && give(fresh);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await submit())) return;
    edited = null;
    dressForm();
  });
  form.addEventListener("keydown", (event) => event.key !== "Escape" && event.stopPropagation());
  moment.addEventListener("change", swap);
  leave.addEventListener("click", () => begin(shown_us));

  const flags = () => told.plans.filter(({ at_us }) => at_us !== null).map((plan) => ({ id: `plan-${plan.n}`, kind: "plan", at_us: plan.at_us, name: plan.text }));
  return { begin, look, move, flags, fill, now: (now_us) => (shown_us = now_us), count: () => told.plans.length };
}
