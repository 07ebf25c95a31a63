// What can be done with a broker, program, queue, log, service or link: rows {label, text, danger,
// primary}. What makes no sense now stays pressable, and the refusal says why.

import { clientState, entriesOf, hubState, linkState, serviceSetting, setting } from "../../../model/town/readings.js";

const GONE = new Set(["down", "stopped", "absent"]);

function hubCommands({ id }, view, words) {
  const down = GONE.has(hubState(view, id));
  const slow = (view.slow?.[id] ?? 0) > 0;
  return [
    { label: words.label("button.crash"), text: `crash broker ${id}`, danger: true, primary: !down },
    { label: words.label("button.restart"), text: `restart broker ${id}`, primary: down },
    { label: words.label("button.pause_process"), text: `pause broker ${id} for=8s` },
    { label: words.label(slow ? "button.slow_end" : "button.slow"), text: `slow broker ${id} latency=${slow ? "0ms" : "200ms"}` },
  ];
}

/** Coming and going, the same for programs and services. */
function lifeOf(kind, id, view, words) {
  const state = clientState(view, id);
  const gone = GONE.has(state);
  return [
    { label: words.label("button.crash"), text: `crash ${kind} ${id}`, danger: true, primary: !gone },
    { label: words.label("town.do_stop"), text: `stop ${kind} ${id}` },
    { label: words.label(state === "absent" ? "town.do_start" : "button.restart"), text: `${state === "absent" ? "start" : "restart"} ${kind} ${id}`, primary: gone },
    ...(gone ? [] : [{ label: words.label("button.pause_process"), text: `pause ${kind} ${id} for=8s` }]),
  ];
}

/** Disturbances of the next delivery: the three ways in which "eventually" fails. */
function faultsOf(id, words) {
  return ["lose", "duplicate", "swap"].map((fault) => ({ label: words.label(`town.do_${fault}`), text: `${fault} delivery ${id}` }));
}

function clientCommands({ id }, view, words) {
  const reads = (setting(view, id, "wants") ?? []).length > 0 || Object.keys(view.subscriptions?.[id] ?? {}).length > 0;
  const work_us = setting(view, id, "work_us") ?? 0;
  const slower = Math.max(200_000, work_us * 5);
  return [
    ...lifeOf("client", id, view, words),
    ...(reads ? [{ label: words.label("town.do_slower", { time: words.duration(slower) }), text: `set client ${id} work=${slower}us` }, ...faultsOf(id, words)] : []),
  ];
}

function serviceCommands({ id }, view, words) {
  const known = view.services?.[id];
  if (!known) return lifeOf("service", id, view, words);
  return [
    ...lifeOf("service", id, view, words),
    { label: words.label("town.do_scale", { n: (known.workers ?? 1) + 1 }), text: `scale service ${id} to=${(known.workers ?? 1) + 1}` },
    ...modes(id, known, view).map((mode) => ({ label: words.label("town.do_mode", { mode: words.has(`mode.${mode}`) ? words.label(`mode.${mode}`) : mode }), text: `set service ${id} mode=${mode}` })),
    ...switches(id, view, words),
    ...entriesOf(view, id).slice(0, 3).map(({ store, key }) => ({ label: words.label("town.do_read", { key }), text: `read ${id} ${store} key=${quoted(key)}` })),
    ...(readsLog(view, id) ? [{ label: words.label("town.do_rewind"), text: `rewind service ${id}` }] : []),
    ...((setting(view, id, "wants") ?? []).length > 0 ? faultsOf(id, words) : []),
  ];
}

/** The other modes that its handlers know. */
function modes(id, known, view) {
  const all = (serviceSetting(view, id, "handlers") ?? []).map(([, mode]) => mode).filter(Boolean);
  return [...new Set(all)].filter((mode) => mode !== known.mode);
}

function switches(id, view, words) {
  const flip = (name) => {
    const on = Boolean(serviceSetting(view, id, name));
    return { label: words.label(`town.do_${name}_${on ? "off" : "on"}`), text: `set service ${id} ${name}=${!on}` };
  };
  const thin = serviceSetting(view, id, "carries") === "id";
  return [...["idempotent", "ordered", "outbox"].map(flip), { label: words.label(thin ? "town.do_fat" : "town.do_thin"), text: `set service ${id} carries=${thin ? "state" : "id"}` }];
}

const readsLog = (view, id) => Object.values(view.tapes ?? {}).some((tape) => tape.readers?.[id] !== undefined);

function queueCommands({ id }, view, words) {
  const known = view.queues?.[id];
  if (!known) return [];
  const policies = ["reject", "drop_oldest", "drop_newest"].filter((policy) => policy !== known.overflow);
  return [
    ...[5, 0].filter((n) => n !== known.capacity).map((n) => ({ label: words.label(n === 0 ? "town.do_unbounded" : "town.do_capacity", { n }), text: `set queue ${id} capacity=${n}` })),
    ...policies.map((policy) => ({ label: words.label("town.do_overflow", { policy: words.label(`overflow.${policy}`) }), text: `set queue ${id} overflow=${policy}` })),
  ];
}

function tapeCommands({ id }, view, words) {
  return [
    { label: words.label("town.do_retention", { time: words.duration(20_000_000) }), text: `set log ${id} retention=20s` },
    { label: words.label("tape.for_ever"), text: `set log ${id} retention=0us` },
  ];
}

function linkCommands({ id }, view, words) {
  const [a, b] = id.split(":");
  const known = linkState(view, a, b);
  const cut = known.word === "cut";
  return [
    { label: words.label("town.do_cut"), text: `cut ${a} ${b}`, danger: true, primary: !cut },
    { label: words.label("town.do_heal"), text: `heal ${a} ${b}`, primary: cut },
    { label: words.label(known.slow_us > 0 ? "button.slow_end" : "button.slow"), text: `slow link ${a} ${b} latency=${known.slow_us > 0 ? "0us" : "500ms"}` },
  ];
}

export function quoted(text) {
  return /^[a-z][a-z0-9._-]{0,31}$/.test(text) && !["null", "true", "false"].includes(text) ? text : JSON.stringify(text);
}

export const TOWN_COMMANDS = { hub: hubCommands, client: clientCommands, service: serviceCommands, queue: queueCommands, tape: tapeCommands, link: linkCommands };
