// The room's page: puts the parts together and gives each what it may use.

import { makeStage } from "../view/stage.js";
import { makeVoice } from "../view/voice.js";
import { makeActs } from "./acts.js";
import { makeAway } from "./away.js";
import { makeCaption } from "./caption.js";
import { makeCards } from "./cards.js";
import { makeColumns } from "./columns.js";
import { makeControls } from "./controls.js";
import { makeDepth } from "./depth.js";
import { makeEvents } from "./events.js";
import { makeHeader } from "./header.js";
import { makeHost, mayAct } from "./host.js";
import { makeInspector } from "./inspector.js";
import { makeLive } from "./live.js";
import { makeMotion } from "./motion.js";
import { makePalette } from "./palette.js";
import { makePanel } from "./panel.js";
import { makeRoving } from "./roving.js";
import { connect, makeRun, wordsOfPage } from "./run.js";
import { makeShortcuts } from "./shortcuts.js";
import { makeTables } from "./tables.js";
import { makeTrack } from "./track.js";
import { makeWhy } from "./why.js";
import { whenWanted } from "./wanted.js";

const page = document.querySelector("[data-room]");
const part = (name) => document.querySelector(`[data-part="${name}"]`);
/** When the first rush is over, the words that people may ask for can come. */
const SETTLED_MS = 8000;
/** What is no part of the first picture comes a moment after it. */
const SOON_MS = 1500;
const DRIVERS = new Set(["owner", "presenter", "co-presenter"]);

if (document.documentElement.dataset.theme === "projector") page.dataset.panel = "closed";

/** A scene of which one may want to see a part only; in a small one zoom comes with the first press. */
function isLarge(cast) {
  if (!cast?.topics) return false;
  const rows = cast.topics.reduce((sum, topic) => sum + topic.partitions, 0);
  return cast.topics.length > 1 || cast.groups.length > 1 || cast.brokers.length > 5 || rows > 6;
}

async function start() {
  const [words] = await Promise.all([wordsOfPage(), page.dataset.family === "kafka" ? null : import("./inspect/town/register.js")]);
  const run = makeRun();
  const { store, timeline } = run;
  const live = makeLive({ root: part("live"), select: part("verbosity"), words, timeline, store });
  const role = () => store.state.room?.role ?? page.dataset.role;
  const drives = () => DRIVERS.has(role());
  const publishes = () => drives() || (role() === "student" && mayAct(store.state.room));
  const header = makeHeader({ page, part, store, words, live });
  const socket = connect(run, page.dataset.socket, { onNotice: (code, fields) => host.notice(code, fields), onState: header.connection, onStale: header.stale });
  const acts = makeActs({ root: part("answer"), socket, words, live, drives, publishes });
  const host = makeHost({ page, store, words, socket, acts, header, live, drives });
  header.use(acts, socket);

  const motion = makeMotion({ button: part("motion"), words });
  const track = makeTrack({ page, root: part("track"), drawerRoot: part("lab"), store, timeline, words, acts, drives });
  const controls = makeControls({ page, part, store, timeline, words, acts, drives });
  const away = makeAway({ host: part("stage"), words, live });
  const stage = makeStage({
    host: part("stage"),
    store,
    timeline,
    words,
    options: { still: motion.reduced(), drives: drives() },
    onTick(now_us) {
      controls.clock(now_us);
      track.now(now_us);
    },
    onReturn: away.tell,
  });
  motion.onChange((reduced) => stage.setStill(reduced));
  const panel = makePanel({ root: part("panel"), page });
  const unreachable = () => acts.tell(words.label("connection.offline"));
  const cards = makeCards({ words, page, store, onProblem: unreachable });
  const why = makeWhy({ root: part("chain"), store, words, panel, acts, cards, page });
  panel.onOpen((name) => {
    if (name !== "measures" || page.dataset.measured) return;
    page.dataset.measured = "true";
    import("./measures.js").then(({ openMeasures }) => openMeasures({ root: part("measures"), page, store, panel, acts, why, words }), unreachable);
  });
  const events = makeEvents({ root: part("events"), store, words, panel, acts, why: why.event });
  const choose = (id) => inspector.choose(id);
  const inspector = makeInspector({ root: part("inspect"), store, timeline, words, acts, drives, stage, panel, cards, why, events, page, choose });
  const palette = makePalette({ store, socket, words, drives, live, acts });
  makeDepth({ select: part("depth"), words, onProblem: unreachable });
  makeTables({ root: part("tables"), store, words, live, panel, cards, choose });
  makeCaption({ root: part("caption"), store, timeline, words, why: why.event, voice: makeVoice(stage.root), cards });
  whenWanted(() => isLarge(store.state.cast), store, () => import("./zoom.js").then(({ makeZoom }) => makeZoom({ page, host: part("stage"), stage, store, words })));
  setTimeout(() => import("./chrome.js").then(({ makeChrome }) => makeChrome(), () => {}), SOON_MS);
  setTimeout(() => words.more().catch(() => {}), SETTLED_MS);
  makeColumns({ root: part("columns"), host: part("stage"), stage, store, words });
  makeRoving({ stage, choose, acts, store, drives, words });
  makeShortcuts({ page, part, acts, controls, track, inspector, events, panel, stage, palette, why });
  store.listen((change) => {
    if (change.room || change.whole) stage.setDrives(drives(), publishes());
    page.dataset.seq = String(store.state.seq);
  });
  addEventListener("themechange", () => stage.draw());
  new MutationObserver(() => stage.draw()).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  page.dataset.ready = "true";
}

start();
