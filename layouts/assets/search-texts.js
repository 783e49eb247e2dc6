// Pagefind finds words in texts and loads its index in small parts; which tags, sources and years the
// articles have is in articles.json.
const get = (id) => document.getElementById(id);
const form = get("search"), found = get("found"), list = get("results"), {q, tag, source, year} = form.elements;
const MOST = 30;
const index = new URL(form.dataset.index, location), root = new URL(form.dataset.root, location);
let loading, turn = 0;

async function load() {
  const engine = await import(index);
  await engine.options({excerptLength: 26});
  await engine.init();
  const answer = await fetch(new URL("articles.json", index));
  const file = await answer.json();
  const about = new Map(Object.entries(file.articles).map(([id, [link, day, by, tags, lang]]) =>
    [id, {link, day, by: file.sources[by] || "", tags: tags.map((n) => file.tags[n]), lang}]));
  fill(tag, file.tags);
  fill(source, file.sources);
  for (const [name, value] of new URLSearchParams(location.search))
    if (form.elements[name]) form.elements[name].value = value;
  return {engine, about};
}

function fill(select, names) {
  for (const name of names.sort((a, b) => a.localeCompare(b))) select.add(new Option(name));
}

async function search() {
  const mine = ++turn;
  let ready;
  try { ready = await (loading ??= load()); } catch {
    loading = null;
    found.textContent = "The search files cannot be read.";
    return;
  }
  await new Promise((go) => setTimeout(go, 80));  // the next letter may be on its way
  if (mine !== turn) return;
  const asked = q.value.trim(), any = asked || tag.value || source.value || year.value;
  let results;
  try { results = any ? (await ready.engine.search(asked || null)).results : []; } catch {
    found.textContent = "Search cannot run here.";
    return;
  }
  const hits = results.map((result) => [result, ready.about.get(result.id)])
    .filter(([, a]) => a && (!tag.value || a.tags.includes(tag.value)) && [a.by, ""].includes(source.value)
      && a.day.startsWith(year.value));
  hits.sort(([x, a], [y, b]) => (asked ? y.score - x.score : 0) || b.day.localeCompare(a.day) || a.link.localeCompare(b.link));
  const items = await Promise.all(hits.slice(0, MOST).map(async ([result, a]) => item(await result.data(), a)));
  if (mine !== turn) return;
  found.textContent = !any ? "" : hits.length === 1 ? "1 article"
    : `${hits.length || "No"} articles${hits.length > MOST ? `, the best ${MOST} here` : ""}`;
  list.replaceChildren(...items);
}

function item(data, a) {
  const make = (kind, more) => Object.assign(document.createElement(kind), {dir: "auto"}, more);
  const li = make("li"), lang = a.lang ? {lang: a.lang} : {}, text = make("p", lang);
  const href = new URL(a.link.slice(1).split("/").map(encodeURIComponent).join("/"), root);
  // Its excerpt is text with marks around words and < > as entities: never taken for HTML.
  const plain = (part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  data.excerpt.split(/<\/?mark>/).forEach((part, n) => text.append(n % 2 ? make("mark", {textContent: plain(part)}) : plain(part)));
  if (data.excerpt.length < data.raw_content.length) text.append(" …");
  const by = make("p", {className: "byline"});
  const day = new Date(a.day).toLocaleDateString("en-GB", {dateStyle: "long", timeZone: "UTC"});
  if (a.by) by.append(make("span", {textContent: a.by, className: "source"}));
  by.append(make("time", {textContent: day, dateTime: a.day}));
  li.append(make("a", {textContent: data.meta.title, href, className: "headline", ...lang}), by, text);
  return li;
}

form.onsubmit = (event) => { event.preventDefault(); search(); };
form.oninput = search;
form.addEventListener("focusin", () => { if (!loading) search(); });
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, select")) return;
  event.preventDefault();
  q.select();
});
if (location.search) search();
