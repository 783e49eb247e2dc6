// The preview in the browser: pages that follow the sources, what is wrong with these, and the editor's bar.
// It is added to a page while it is sent and is in no file of the site.
(() => {
  "use strict";
  const OWN = "/_site-builder/";
  const CHANNEL = "site-builder-preview";
  const script = document.currentScript;
  if (window.siteBuilderPreview) return;
  window.siteBuilderPreview = true;

  const address = (page) => page.origin + page.pathname;
  const path = () => location.pathname;
  let shown = script.dataset.tag; // which version of the page this is
  let busy = Promise.resolve();
  let state = { problems: [], badges: [], article: null, moved: null, failed: false };
  let source = ""; // of the article that the page is, or was
  let online = true;

  // One event stream for all tabs of the browser: it opens six connections to a host and no more. The tab
  // that holds the lock listens and tells the others; when it is closed the next one gets the lock.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  function listen() {
    const source = new EventSource(OWN + "events");
    const tell = (kind, data) => {
      if (channel) channel.postMessage({ kind, data });
      hear(kind, data);
    };
    source.addEventListener("hello", (event) => {
      // Whatever was missed, be it a restart of the server: look once more.
      tell("hello", Number(event.data));
    });
    source.addEventListener("change", (event) => tell("change", JSON.parse(event.data)));
    source.addEventListener("error", () => {
      tell("offline", null);
      if (source.readyState === EventSource.CLOSED) setTimeout(() => { source.close(); listen(); }, 1000);
    });
    addEventListener("pagehide", () => source.close());
    addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  }
  if (channel) channel.onmessage = (event) => hear(event.data.kind, event.data.data);
  if (navigator.locks) {
    // Until the tab goes: a page that is kept for the way back gives up its lock by itself.
    navigator.locks.request(CHANNEL, () => { listen(); return new Promise(() => {}); });
  } else {
    listen();
  }

  function hear(kind, data) {
    online = kind !== "offline";
    if (kind === "offline") { paint(); return; }
    if (kind === "hello") { busy = busy.then(() => refresh(true)).catch(() => {}); return; }
    if (data.navigate && data.navigate !== decodeURI(path()) && data.navigate !== path() && !document.hidden) {
      location.assign(data.navigate);
      return;
    }
    state = { ...state, problems: data.problems, failed: data.failed, count: data.count };
    paint();
    if (!data.failed) busy = busy.then(() => follow(data)).catch(() => location.reload());
  }

  // What of a change concerns this page: its own text, or a file that it shows and whose name stays.
  async function follow(change) {
    const outputs = new Set(change.changed);
    if (change.many || outputs.has("404.html") || isOf(outputs, location)) await refresh(true);
    exchangeFiles(outputs, change.generation);
  }

  function isOf(outputs, url) {
    const inside = decodeURI(url.pathname).replace(/^\//, "");
    const name = inside === "" || inside.endsWith("/") ? inside + "index.html" : inside;
    for (const output of outputs) {
      if (name === output || name.endsWith("/" + output) || name + "/index.html" === output) return true;
    }
    return false;
  }

  async function refresh(page) {
    const asked = path();
    if (page) {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const text = await answer.text();
      const tag = (answer.headers.get("etag") || "").replaceAll('"', "");
      if (asked === path() && tag !== shown) {
        if (answer.status === 404) {
          // The article of this page may have another address since it was saved.
          const { moved } = await ask();
          if (moved && moved.to && moved.to !== asked) {
            history.replaceState(history.state, "", moved.to + location.hash);
            return refresh(true);
          }
        }
        shown = tag;
        take(text);
      }
    }
    const told = await ask();
    if (told.article) source = told.article.source;
    state = { ...state, ...told };
    paint();
  }

  async function ask() {
    const query = new URLSearchParams({ page: path(), source });
    return (await fetch(`${OWN}state?${query}`)).json();
  }

  function take(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    if (fresh.querySelector("meta[http-equiv=refresh i]")) { location.reload(); return; }
    const top = scrollY, left = scrollX;
    exchangeHead(fresh);
    for (const name of ["lang", "dir", "class"]) {
      if (fresh.documentElement.hasAttribute(name)) {
        document.documentElement.setAttribute(name, fresh.documentElement.getAttribute(name));
      } else {
        document.documentElement.removeAttribute(name);
      }
    }
    for (const old of fresh.body.querySelectorAll(`script[src^="${OWN}"]`)) old.remove();
    for (const details of document.body.querySelectorAll("details[open]")) {
      const same = details.id && fresh.getElementById(details.id);
      if (same) same.setAttribute("open", "");
    }
    if (window.Idiomorph) {
      window.Idiomorph.morph(document.body, fresh.body, {
        morphStyle: "outerHTML",
        callbacks: {
          beforeAttributeUpdated: (name, node, what) =>
            !(name === "open" && node.localName === "details" && what === "remove") &&
            !(name === "value" && node === document.activeElement),
        },
      });
    } else {
      document.body.replaceWith(document.adoptNode(fresh.body));
    }
    scrollTo({ top, left, behavior: "instant" });
    dispatchEvent(new CustomEvent("site-builder:changed"));
  }

  // A style sheet is exchanged when its successor is there, so that the page is never seen without.
  function exchangeHead(fresh) {
    const key = (node) => node.outerHTML;
    const now = new Map([...document.head.children].map((node) => [key(node), node]));
    const next = new Set([...fresh.head.children].map(key));
    document.title = fresh.title;
    const old = [...now].filter(([text, node]) => !next.has(text) && node.localName !== "title" && node !== script);
    const styles = [];
    for (const node of [...fresh.head.children]) {
      if (now.has(key(node)) || node.localName === "title") continue;
      const made = document.importNode(node, true);
      if (made.localName === "link" && made.rel === "stylesheet") {
        styles.push(new Promise((done) => { made.onload = made.onerror = done; setTimeout(done, 2000); }));
      }
      document.head.append(made);
    }
    Promise.all(styles).then(() => { for (const [, node] of old) node.remove(); });
  }

  function exchangeFiles(outputs, generation) {
    const fresh = (text) => {
      const url = new URL(text, location.href);
      if (url.origin !== location.origin || !isOf(outputs, url)) return "";
      url.searchParams.set("_", generation);
      return url.href;
    };
    for (const link of document.querySelectorAll('link[rel="stylesheet"][href]')) {
      const href = fresh(link.href);
      if (!href) continue;
      const next = link.cloneNode();
      next.href = href;
      next.onload = next.onerror = () => link.remove();
      link.after(next);
    }
    for (const image of document.images) {
      const src = image.currentSrc || image.src ? fresh(image.src) : "";
      if (src) image.src = src;
    }
  }

  // What lies over the page, in a tree of its own, so that neither's styles reach the other.
  const host = document.createElement("site-builder-preview");
  const root = host.attachShadow({ mode: "open" });
  document.documentElement.append(host);
  root.innerHTML = `<style>
    :host { all: initial; --paper: #fdfcf8; --ink: #1c1b18; --muted: #5b584f; --rule: #d8d3c5; --accent: #8c1d18;
      --mark: #f6edc9; color-scheme: light dark; }
    @media (prefers-color-scheme: dark) { :host { --paper: #1d1d1a; --ink: #e8e5dc; --muted: #a5a194;
      --rule: #45413a; --accent: #f2a48e; --mark: #3a3420; } }
    @media print { :host { display: none; } }
    * { box-sizing: border-box; font: inherit; }
    [hidden] { display: none !important; }
    .bar, .panel, .over { font: 14px/1.45 system-ui, sans-serif; color: var(--ink); overflow-wrap: anywhere; }
    .bar { position: fixed; inset-block-end: .75rem; inset-inline-end: .75rem; z-index: 2147483646; display: flex;
      flex-wrap: wrap; justify-content: flex-end; gap: .35rem; max-width: calc(100vw - 1.5rem); }
    .bar > * { background: var(--paper); color: var(--ink); border: 1px solid var(--rule); border-radius: 4px;
      padding: .2rem .55rem; margin: 0; }
    .bar .loud { background: var(--mark); }
    button { cursor: pointer; color: inherit; background: none; border: 0; padding: 0; }
    button:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .bar button:hover { border-color: var(--accent); }
    .panel { position: fixed; inset-block: .75rem 3.2rem; inset-inline-end: .75rem; z-index: 2147483645;
      width: min(27rem, calc(100vw - 1.5rem)); height: max-content; max-height: calc(100dvh - 4rem); margin-block-start: auto;
      overflow: auto; background: var(--paper); border: 1px solid var(--rule); border-radius: 4px; padding: .9rem 1.1rem; }
    .panel h2 { font-weight: 600; font-size: .8rem; letter-spacing: .04em; color: var(--muted);
      margin: 1rem 0 .25rem; }
    .panel h2:first-child { margin-top: 0; }
    .panel p, .panel ul, .panel ol { margin: 0; padding: 0; }
    .panel li { margin-inline-start: 1.2rem; margin-block: .15rem; }
    .panel small { color: var(--muted); font-size: .82rem; }
    .panel details { margin-top: 1rem; }
    .panel details > summary { font-weight: 600; font-size: .8rem; letter-spacing: .04em; color: var(--muted);
      cursor: pointer; }
    .panel details > :nth-child(2) { margin-top: .3rem; }
    a { color: inherit; text-decoration: underline; text-decoration-color: var(--accent); text-underline-offset: .15em; }
    pre { font: 12.5px/1.5 ui-monospace, monospace; white-space: pre-wrap; margin: .4rem 0 0; padding: .5rem .6rem;
      background: color-mix(in srgb, var(--ink) 6%, transparent); border-radius: 3px; }
    .over { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; padding: clamp(.75rem, 4vw, 3rem);
      background: color-mix(in srgb, var(--ink) 28%, transparent); }
    @media (prefers-color-scheme: dark) { .over { background: rgb(0 0 0 / .6); } }
    .sheet { max-width: 52rem; margin: 0 auto; background: var(--paper); border-block-start: 4px solid var(--accent);
      padding: 1.1rem clamp(.9rem, 3vw, 1.6rem) 1.3rem; }
    .sheet header { display: flex; gap: 1rem; align-items: baseline; }
    .sheet h1 { font-weight: 600; font-size: 1.1rem; margin: 0; flex: 1; }
    .sheet header p { margin: 0; }
    .over:focus, .panel:focus { outline: none; }
    .problem { border-block-start: 1px solid var(--rule); padding-block-start: .8rem; margin-block-start: .8rem; }
    .problem p { margin: 0; }
    .problem .place { font: 12.5px/1.5 ui-monospace, monospace; color: var(--muted); }
    .problem pre { white-space: pre; overflow-x: auto; }
    .problem .remedy { margin-block-start: .4rem; white-space: pre-line; }
    .muted { color: var(--muted); }
  </style>
  <div class="bar" part="bar"></div>
  <section class="panel" hidden tabindex="-1"></section>
  <div class="over" hidden role="alertdialog" aria-label="The site cannot be built" tabindex="-1"></div>`;
  const bar = root.querySelector(".bar"), panel = root.querySelector(".panel"), over = root.querySelector(".over");
  let open = ""; // which panel: "", "article" or "warnings"
  let closed = ""; // the problems over which the overlay was closed

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  }

  function problem(one) {
    const place = one.open ? element("a", { href: one.open, textContent: one.place }) : one.place;
    return element("div", { className: "problem" },
      element("p", { className: "place" }, place),
      element("p", { textContent: (one.level === "error" ? "" : `${one.level}: `) + one.message, dir: "auto" }),
      one.excerpt ? element("pre", { textContent: one.excerpt }) : null,
      one.remedy ? element("p", { className: "remedy muted", textContent: one.remedy }) : null);
  }

  function paint() {
    const warnings = state.failed ? [] : state.problems;
    const items = [];
    if (!online) items.push(element("p", { className: "loud", textContent: "The preview has stopped; waiting for it" }));
    if (warnings.length) {
      const count = state.count || warnings.length;
      items.push(toggle("warnings", `${count} ${count === 1 ? "warning" : "warnings"}`, "loud"));
    }
    const hidden = state.article && state.article.hidden;
    if (hidden) {
      const words = { draft: "Draft: not published", future: `Appears ${state.article.appears}`,
        expired: "Expired: not published any more" };
      items.push(element("p", { className: "loud", textContent: words[hidden] || hidden }));
    } else if (state.badges.length) {
      items.push(element("p", { className: "muted", textContent: `with ${state.badges.join(" and ")}` }));
    }
    if (state.article) items.push(toggle("article", "Article"));
    if (state.moved) {
      items.unshift(state.moved.to
        ? element("p", { className: "loud" }, `${state.moved.source} is now at `,
          element("a", { href: state.moved.to, textContent: decodeURI(state.moved.to) }))
        : element("p", { className: "loud", textContent: `${state.moved.source} has no page any more` }));
    }
    bar.replaceChildren(...items);
    if (open === "article" && !state.article || open === "warnings" && !warnings.length) open = "";
    panel.hidden = !open;
    if (open === "warnings") panel.replaceChildren(element("h2", { textContent: "Warnings" }), ...warnings.map(problem));
    if (open === "article") about();
    overlay();
  }

  function toggle(name, text, className = "") {
    return element("button", { type: "button", textContent: text, className, ariaExpanded: String(open === name),
      onclick: () => { open = open === name ? "" : name; paint(); if (open) panel.focus(); } });
  }

  function overlay() {
    const key = JSON.stringify(state.problems);
    if (!state.failed) closed = "";
    const was = over.hidden;
    over.hidden = !state.failed || closed === key;
    if (over.hidden) return;
    const count = state.count || state.problems.length;
    const more = count - state.problems.length;
    over.replaceChildren(element("div", { className: "sheet" },
      element("header", {},
        element("h1", { textContent: count === 1 ? "One thing is in the way" : `${count} problems are in the way` }),
        element("button", { type: "button", textContent: "Close", onclick: () => { closed = key; overlay(); } })),
      element("p", { className: "muted", textContent: "Below is the page as it was. Mend it, and this goes away." }),
      ...state.problems.map(problem),
      more > 0 ? element("p", { className: "muted", textContent: `and ${more} more, in the terminal` }) : null));
    if (was) over.focus({ preventScroll: true });
  }

  let asking = 0;
  async function about() {
    const number = ++asking;
    const one = await (await fetch(OWN + "about?page=" + encodeURIComponent(path()))).json();
    if (number !== asking || open !== "article" || !one.source) return;
    const list = (items) => element("ul", {}, ...items.map((item) => element("li", {}, item)));
    const folded = (title, ...inside) => element("details", {}, element("summary", { textContent: title }), ...inside);
    const parts = [
      element("h2", { textContent: "Source" }),
      element("p", {}, one.open ? element("a", { href: one.open, textContent: one.source }) : one.source),
      element("p", {}, element("small", { textContent:
        `Review: ${one.review}. ${one.hidden ? "The public would not see it: " + one.hidden + ". " : ""}${one.words} words.` })),
      element("h2", { textContent: "Front matter" }),
      element("pre", { textContent: one.front, dir: "auto" }),
      one.problems.length ? element("h2", { textContent: "Warnings" }) : null,
      ...one.problems.map(problem),
      element("h2", { textContent: "Related reading, and why" }),
      one.related.length ? element("ol", {}, ...one.related.map((reading) => element("li", {},
        element("a", { href: reading.link, textContent: reading.title, dir: "auto" }), element("br"),
        element("small", { textContent: reading.why.length ? reading.why.join(", ") : "by its words as a whole" }))))
        : element("p", { className: "muted", textContent: "None." }),
      element("h2", { textContent: "Last made, because" }),
      list(one.reasons.length ? one.reasons : ["nothing is remembered of it"]),
      folded(`What the page asked (${one.queries.length + one.articles.length})`,
        list(one.queries), one.articles.length ? element("p", {}, element("small", { textContent:
          `Articles: ${one.articles.join(", ")}` })) : null),
      folded(`Layouts (${one.layouts.length})`, list(one.layouts)),
      folded(`Settings (${one.settings.length})`, list(one.settings)),
    ];
    const unfolded = [...panel.querySelectorAll("details")].map((details) => details.open);
    panel.replaceChildren(...parts.filter(Boolean));
    [...panel.querySelectorAll("details")].forEach((details, n) => { details.open = Boolean(unfolded[n]); });
  }

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!over.hidden) { closed = JSON.stringify(state.problems); overlay(); }
    else { open = ""; paint(); }
  });

  const morph = document.createElement("script");
  morph.src = OWN + "idiomorph.js";
  document.head.append(morph);
  morph.onload = () => morph.remove();
  busy = busy.then(() => refresh(false)).catch(() => {});
})();
