// The preview in the browser: pages that follow the sources, what is wrong with these, and the editor's bar.
// It is added to a page while it is sent and is in no file of the site.
(() => {
  "use strict";
  const OWN = "/_site-builder/";
  const script = document.currentScript;
  if (window.siteBuilderPreview) return;
  window.siteBuilderPreview = true;

  const address = (page) => page.origin + page.pathname;
  const path = () => location.pathname;
  let shown = script.dataset.tag; // which version of the page this is
  let busy = Promise.resolve();
  let state = { problems: [], errors: 0, warnings: 0, badges: [], article: null, moved: null, failed: false };
  let source = ""; // of the article that the page is, or was
  let online = true;

  function hear(kind, data) {
    online = kind !== "offline";
    if (kind === "offline") { paint(); return; }
    if (kind === "hello") { busy = busy.then(() => refresh(true)).catch(() => {}); return; }
    if (data.navigate && data.navigate !== decodeURI(path()) && data.navigate !== path() && !document.hidden) {
      location.assign(data.navigate);
      return;
    }
    const { problems, failed, errors, warnings } = data;
    state = { ...state, problems, failed, errors, warnings };
    paint();
    if (!data.failed) busy = busy.then(() => follow(data)).catch(() => location.reload());
  }

  // What of a change concerns this page: its own text, or a file that it shows and whose name stays.
  async function follow(change) {
    const outputs = new Set(change.changed);
    if (change.many || outputs.has("404.html") || window.siteBuilderFiles.isOf(outputs, location)) await refresh(true);
    window.siteBuilderFiles.exchange(outputs, change.generation);
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
    const { generation, ...told } = await ask(); // the number alone changes nothing of what is shown
    if (told.article) source = told.article.source;
    state = { ...state, ...told };
    if (outlined) await outline(true);
    paint();
  }

  // The page with its layouts named is another rendering: see outlines.py.
  async function outline(on) {
    outlined = on;
    if (on) {
      const answer = await fetch(`${OWN}outlined?${new URLSearchParams({ page: path() })}`);
      if (answer.ok) take(await answer.text());
      if (!window.siteBuilderOutlines) await load("outlines.js");
    }
    if (window.siteBuilderOutlines) window.siteBuilderOutlines(root, on);
  }

  function load(name) {
    return new Promise((done) => {
      const made = Object.assign(document.createElement("script"), { src: OWN + name });
      made.onload = made.onerror = () => { made.remove(); done(); };
      document.head.append(made);
    });
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
        made.addEventListener("load", () => window.siteBuilderFiles?.inStyles(made.sheet));
      }
      document.head.append(made);
    }
    Promise.all(styles).then(() => { for (const [, node] of old) node.remove(); });
  }

  // What lies over the page, in a tree of its own, so that neither's styles reach the other.
  const host = Object.assign(document.createElement("site-builder-preview"), { lang: "en", dir: "ltr" });
  host.toggleAttribute("mirrored", document.documentElement.dir === "rtl"); // over the margin, not over the text
  const root = host.attachShadow({ mode: "open" });
  document.documentElement.append(host);
  root.innerHTML = `<link rel="stylesheet" href="${OWN}client.css?${script.dataset.tag.split("-").pop()}">
    <div class="dock"><section class="panel" hidden tabindex="-1"></section><div class="bar" part="bar" hidden></div></div>
    <div class="over" hidden role="alertdialog" aria-label="The site cannot be built" tabindex="-1"></div>`;
  const bar = root.querySelector(".bar"), panel = root.querySelector(".panel"), over = root.querySelector(".over");
  const titles = { article: "Article", warnings: "Warnings", shown: "What is shown" };
  let outlined = false; // whether the layouts of the page are shown
  let open = ""; // which panel: "" or one of those
  let filled = ""; // of which panel the words are there
  let entered = false; // whether it was opened just now, and gets the focus with its words
  let closed = ""; // the problems over which the overlay was closed
  const drawn = {}; // what the bar and the panel were last made of, so that a press never meets an exchanged button

  function isDrawn(what, ...from) {
    const key = JSON.stringify(from);
    const same = drawn[what] === key;
    drawn[what] = key;
    return same;
  }

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  }

  function problem(one) {
    const place = one.open ? element("a", { href: one.open, textContent: one.place }) : one.place;
    return element("div", { className: "problem" },
      element("p", { className: "place" }, place),
      element("p", { textContent: one.message, dir: "auto" }),
      one.excerpt ? element("pre", { textContent: one.excerpt }) : null,
      one.remedy ? element("p", { className: "remedy muted", textContent: one.remedy }) : null);
  }

  const closing = (action) => element("button", { type: "button", className: "close", textContent: "Close", onclick: action });
  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  function paint() {
    if (open === "article" && !state.article || open === "warnings" && (state.failed || !state.warnings)) open = "";
    overlay();
    if (!isDrawn("bar", online, state, open, over.hidden)) paintBar();
    if (!open) filled = drawn.panel = "";
    if (open === "article") about();
    else if (open && !isDrawn("panel", open, state, outlined)) {
      if (open === "warnings") tellWarnings(); else tellWhatIsShown();
    }
    panel.hidden = !open || filled !== open || !over.hidden;
  }

  function paintBar() {
    const items = [];
    if (!online) items.push(element("p", { className: "loud", textContent: "The preview has stopped; waiting for it" }));
    if (state.moved) {
      items.push(element("p", { className: "loud" }, ...state.moved.to
        ? [`${state.moved.source} is now at `, element("a", { href: state.moved.to, textContent: decodeURI(state.moved.to) })]
        : [`${state.moved.source} has no page any more`]));
    }
    if (state.failed) items.push(toggle("errors", count(state.errors, "error"), "loud"));
    else if (state.warnings) items.push(toggle("warnings", count(state.warnings, "warning"), "loud"));
    const hidden = state.article && state.article.hidden;
    if (hidden) {
      const words = { draft: "Draft: not published", future: `Appears ${state.article.appears}`,
        expired: "Expired: not published any more" };
      items.push(element("p", { className: "loud", textContent: words[hidden] || hidden }));
    } else {
      items.push(toggle("shown", state.badges.length ? `With ${state.badges.join(" and ")}` : "As published", "muted"));
    }
    if (state.article) items.push(toggle("article", "Article"));
    const focused = root.activeElement && root.activeElement.dataset.name;
    bar.replaceChildren(...items);
    bar.hidden = false;
    if (focused) bar.querySelector(`[data-name=${focused}]`)?.focus();
  }

  function toggle(name, text, className = "") {
    const made = element("button", { type: "button", textContent: text, className,
      ariaExpanded: String(name === "errors" ? !over.hidden : open === name),
      onclick: () => {
        if (name === "errors") closed = closed ? "" : problemsKey();
        else open = open === name ? "" : name;
        entered = name !== "errors" && open === name;
        paint();
      } });
    made.dataset.name = name;
    return made;
  }

  function fill(...parts) {
    const unfolded = new Set([...panel.querySelectorAll("details[open] > summary")].map((one) => one.dataset.name));
    const close = () => { const name = open; open = ""; paint(); bar.querySelector(`[data-name=${name}]`)?.focus(); };
    const focused = entered || panel.contains(root.activeElement);
    panel.ariaLabel = titles[open];
    panel.replaceChildren(element("header", {}, element("h1", { textContent: titles[open] }), closing(close)),
      ...parts.filter(Boolean));
    for (const one of panel.querySelectorAll("summary")) one.parentElement.open = unfolded.has(one.dataset.name);
    filled = open;
    panel.hidden = !over.hidden;
    if (focused) panel.focus({ preventScroll: true });
    entered = false;
  }

  function tellWarnings() {
    const more = state.warnings - state.problems.length;
    fill(...state.problems.map(problem), more > 0
      ? element("p", { className: "muted", textContent: `and ${more} more, in the terminal` }) : null);
  }

  function tellWhatIsShown() {
    const words = { drafts: "drafts", future: "articles before their time" };
    if (!state.badges.length) {
      fill(element("p", { textContent: "This preview shows what readers of the published site will see, no drafts." }),
        outlineSwitch());
      return;
    }
    fill(element("p", { textContent: `Beside what is public this preview shows ${
        state.badges.map((name) => words[name] || name).join(" and ")}, on their own pages and in every list.` }),
      element("p", { className: "muted", textContent: "Readers of the published site see none of them." }),
      element("p", { className: "muted" }, "What they see is shown by ",
        element("code", { textContent: "site-builder serve --production" }), "."),
      outlineSwitch());
  }

  function outlineSwitch() {
    const box = element("input", { type: "checkbox", checked: outlined,
      onchange: () => { busy = busy.then(() => outline(box.checked)).catch(() => {}); } });
    return element("label", {}, box, "Show which layout drew which part");
  }

  const problemsKey = () => JSON.stringify(state.problems);
  function overlay() {
    if (!state.failed) closed = "";
    const was = over.hidden;
    over.hidden = !state.failed || closed === problemsKey();
    if (over.hidden || isDrawn("over", state.problems, state.errors) && !was) return;
    const errors = state.problems.filter((one) => one.level === "error");
    const more = state.errors - errors.length;
    over.replaceChildren(element("div", { className: "sheet" },
      element("header", {},
        element("h1", { textContent: state.errors === 1 ? "One thing is in the way" : `${state.errors} things are in the way` }),
        closing(() => { closed = problemsKey(); paint(); })),
      element("p", { className: "muted", textContent:
        "The page is still as it was. This goes away by itself when all is mended." }),
      ...errors.map(problem),
      more > 0 ? element("p", { className: "muted", textContent: `and ${more} more, in the terminal` }) : null));
    if (was) over.focus({ preventScroll: true });
  }

  let asking = 0;
  async function about() {
    const number = ++asking;
    const one = await (await fetch(OWN + "about?page=" + encodeURIComponent(path()))).json();
    if (number !== asking || open !== "article" || !one.source) return;
    if (isDrawn("panel", open, one, outlined)) return;
    const list = (items) => element("ul", {}, ...items.map((item) => element("li", {}, item)));
    const folded = (title, number, ...inside) => {
      const summary = element("summary", { textContent: `${title} (${number})` });
      summary.dataset.name = title;
      return element("details", {}, summary, ...inside);
    };
    const why = { draft: "it is a draft", future: `it appears ${one.appears}`, expired: "its time is over" };
    fill(
      element("p", {}, one.open ? element("a", { href: one.open, textContent: one.source }) : one.source),
      element("p", { className: "muted", textContent: `Review: ${one.review} · ${count(one.words, "word")}` }),
      one.hidden ? element("p", { className: "muted", textContent: `Readers do not see it: ${why[one.hidden] || one.hidden}.` }) : null,
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
      folded("What the page asked", one.queries.length + one.articles.length,
        list(one.queries), one.articles.length ? element("p", {}, element("small", { textContent:
          `Articles: ${one.articles.join(", ")}` })) : null),
      folded("Layouts", one.layouts.length, list(one.layouts)),
      folded("Settings", one.settings.length, list(one.settings)),
      outlineSwitch());
  }

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!over.hidden) closed = problemsKey(); else open = "";
    paint();
  });

  load("idiomorph.min.js");
  const follows = () => Promise.all([load("files.js"), load("stream.js")]).then(() => {
    if (window.siteBuilderFiles && window.siteBuilderStream) window.siteBuilderStream(`${OWN}events`, hear);
    else setTimeout(follows, 1000); // the preview has stopped in this very moment
  });
  follows();
  busy = busy.then(() => refresh(false)).catch(() => {});
})();
