# ruff: noqa: E501
"""Scripts that the stage's benchmark runs in the page: frame times, bare pages, the stage with many tokens."""

FRAMES = """(seconds) => new Promise((resolve) => {
    const gaps = [];
    let tokens = 0;
    let last = performance.now();
    const end = last + seconds * 1000;
    const next = (now) => {
        gaps.push(now - last);
        if (gaps.length % 6 === 0) tokens = Math.max(tokens, window.moving ? window.moving() : document.querySelectorAll(".layer-tokens .token").length);
        last = now;
        if (now < end) requestAnimationFrame(next);
        else resolve({ gaps: gaps.slice(1), tokens });
    };
    requestAnimationFrame(next);
})"""
"""Gaps between animation frames, and the most tokens seen at once."""

COUNT_REQUESTS = """() => {
    window.asked = 0;
    const real = window.requestAnimationFrame;
    window.requestAnimationFrame = (run) => { window.asked += 1; return real(run); };
}"""

TRANSFERRED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.transferSize, 0)"""

CLOCK_MS = """() => {
    const [minutes, seconds] = document.querySelector('[data-part="clock"]').textContent.split(":");
    return Number(minutes) * 60000 + Number(seconds) * 1000;
}"""

PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"

CLICK = """() => new Promise((resolve) => {
    const produced = () => [...document.querySelectorAll("[data-kind=produce]")].map((node) => node.dataset.msg);
    const before = new Set(produced());
    const began = performance.now();
    const look = () => {
        if (produced().some((msg) => !before.has(msg))) resolve(performance.now() - began);
        else requestAnimationFrame(look);
    };
    document.querySelector(".quick").dispatchEvent(new MouseEvent("click", { bubbles: true }));
    requestAnimationFrame(look);
    setTimeout(() => resolve(9999), 4000);
})"""
"""Press publish; after how many milliseconds is its request seen on the way?"""

BARE = """({ kind, count }) => {
    document.body.replaceChildren();
    const [w, h] = [innerWidth, innerHeight];
    const dots = Array.from({ length: count }, (_none, i) => ({ y: 20 + (i * 37) % (h - 40), from: (i * 101) % w, to: (i * 211) % w, late: (i * 53) % 800 }));
    const at = (dot, now) => dot.from + (dot.to - dot.from) * (((now + dot.late) % 800) / 800);
    let draw;
    if (kind === "svg") {
        const root = document.createElementNS("http://www.w3.org/2000/svg", "svg");
        root.setAttribute("width", w);
        root.setAttribute("height", h);
        document.body.append(root);
        for (const dot of dots) {
            dot.node = document.createElementNS("http://www.w3.org/2000/svg", "circle");
            dot.node.setAttribute("r", 7);
            root.append(dot.node);
        }
        draw = (now) => { for (const dot of dots) dot.node.setAttribute("transform", `translate(${at(dot, now).toFixed(1)} ${dot.y})`); };
    } else {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [w, h];
        document.body.append(canvas);
        const pen = canvas.getContext("2d");
        draw = (now) => {
            pen.clearRect(0, 0, w, h);
            for (const dot of dots) { pen.beginPath(); pen.arc(at(dot, now), dot.y, 7, 0, 6.2832); pen.fill(); }
        };
    }
    window.moving = () => count;
    const next = (now) => { draw(now); requestAnimationFrame(next); };
    requestAnimationFrame(next);
}"""
"""A page that moves `count` dots and nothing else."""

CROWDED = """async ({ count, trains }) => {
    const { makeStage } = await import("/static/js/view/stage.js");
    const { makeTimeline } = await import("/static/js/model/timeline.js");
    const { makeWords, EMPTY_CATALOGUE } = await import("/static/js/lib/words.js");
    document.body.replaceChildren();
    document.body.className = "";
    const host = document.createElement("div");
    host.className = "stage";
    document.body.append(host);
    host.style.height = `${innerHeight}px`;
    const ids = (n, make) => Array.from({ length: n }, (_none, i) => make(i + 1));
    const cast = {
        producers: ids(32, (i) => ({ id: `shop-${i}`, keys: [], acks: "all" })), brokers: ids(32, (i) => i), controllers: ["q1", "q2", "q3"],
        topics: [{ id: "orders", partitions: 32 }], groups: [{ id: "billing", topics: ["orders"], members: ids(32, (i) => `billing-${i}`) }],
    };
    const replica = () => ({ log_start_offset: 0, log_end_offset: 9, high_watermark: 8, records: [] });
    const part = (n) => { const own = [0, 1, 2].map((i) => ((n + i) % 32) + 1); return { leader: own[0], leader_epoch: 0, isr: own, elr: [], replica_ids: own, replicas: Object.fromEntries(own.map((id) => [id, replica()])) }; };
    const view = {
        brokers: Object.fromEntries(cast.brokers.map((id) => [id, { state: "up", since_at_us: 0 }])), topics: { orders: Object.fromEntries(ids(32, (i) => [i - 1, part(i - 1)])) },
        topic_configs: { orders: { partitions: 32, internal: false } }, members: {}, groups: {}, producers: {}, voters: {}, cluster: {}, messages: {},
    };
    let seed = 7;
    const dice = (n) => { seed = (seed * 16807) % 2147483647; return seed % n; };
    let told = () => {};
    const store = { state: { view, cast, seq: 0, at_us: 0, room: null }, listen(listener) { told = listener; return () => {}; } };
    const timeline = makeTimeline();
    const stage = makeStage({ host, store, timeline, words: makeWords(EMPTY_CATALOGUE), options: { trainOver: trains ? null : Infinity } });
    let msg = 0;
    const began = performance.now();
    /** As ten frames a second do: what has arrived goes, as many leave anew, each for 800 ms. */
    const frame = () => {
        const now_us = Math.round((performance.now() - began) * 1000);
        for (const key of Object.keys(view.messages)) if (view.messages[key][5] <= now_us) delete view.messages[key];
        for (let missing = count - Object.keys(view.messages).length; missing > 0; missing -= 1) {
            const row = dice(32);
            const leader = `broker-${row + 1}`;
            const way = dice(2) ? [`shop-${1 + dice(32)}`, leader, "produce"] : [leader, `billing-${1 + dice(32)}`, "fetch_reply"];
            const start = now_us - (msg < count ? dice(800_000) : 0);
            view.messages[msg += 1] = [way[2], way[0], way[1], "data", start, start + 800_000, { parts: [["orders", row, [[msg, "ada", 3]]]] }];
        }
        timeline.frame({ at_us: now_us, rate: 1000, timeline: 1, to: msg });
        told({ events: [], whole: false });
    };
    frame();
    setInterval(frame, 100);
    window.moving = () => stage.moving();
    window.painter = () => stage.painter();
}"""
"""The product's stage, 32 by 32 by 32, with `count` messages in flight at any time."""
