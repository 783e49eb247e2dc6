// Pagefind finds words in texts and loads its index in small parts; which tags, sources and years the
// articles have is in articles.json.
const get = (id) => document.getElementById(id);
const form = get("search"), found = get("found"), list = get("results"), {q, tag, source, year} = form.elements;
const END = 30;  // letters by which an excerpt is known to begin or end its text
const index = new URL(form.dataset.index, location), root = new URL(form.dataset.root, location);
const say = JSON.parse(form.dataset.words);
let loading, turn = 0, asked = new URLSearchParams(location.search);

async function load() {
  const engine = await import(index);
  await engine.options({excerptLength: 26});
  await engine.init();
  const answer = await fetch(new URL("articles.json", index), {cache: "no-cache"});
  const file = await answer.json();
  const about = new Map(Object.entries(file.articles).map(([id, [link, day, by, tags, lang]]) =>
    [id, {link, day, by: file.sources[by] || "", tags: tags.map((n) => file.tags[n]), lang}]));
  fill(tag, file.tags);
  fill(source, file.sources);
  for (const [name, value] of asked) if (form.elements[name]) form.elements[name].value = value;
  asked = [];
  return {engine, about};
}

function fill(select, names) {
  const chosen = select.value;
  select.length = 1;
  for (const name of names.sort((a, b) => a.localeCompare(b))) select.add(new Option(name));
  select.value = names.includes(chosen) ? chosen : "";
}

async function search(again = true) {
  const mine = ++turn;
  let ready;
  try { ready = await (loading ??= load()); } catch {
    loading = null;
    found.textContent = say.unread;
    return;
  }
  await new Promise((go) => setTimeout(go, 80));  // the next letter may be on its way
  if (mine !== turn) return;
  const words = q.value.trim(), any = words || tag.value || source.value || year.value;
  let hits = [], items;
  try {
    const {results} = any ? await ready.engine.search(words || null) : {results: []};
    hits = results.map((result) => [result, ready.about.get(result.id)])
      .filter(([, a]) => a && ["", ...a.tags].includes(tag.value) && ["", a.by].includes(source.value)
        && a.day.startsWith(year.value));
    hits.sort(([x, a], [y, b]) => (words ? y.score - x.score : 0) || b.day.localeCompare(a.day) || a.link.localeCompare(b.link));
    items = await Promise.all(hits.slice(0, say.most).map(async ([result, a]) => item(await result.data(), a)));
  } catch {
    if (mine !== turn) return;
    if (!again) return found.textContent = say.broken;
    // The index may be another than when this page was opened: its parts then have other names.
    loading = ready.engine.destroy().then(load);
    return search(false);
  }
  if (mine !== turn) return;
  const n = hits.length, text = n ? say.found[new Intl.PluralRules(say.lang).select(n)].replace("{count}", n) : say.none;
  found.textContent = !any ? "" : n > say.most ? say.best.replace("{found}", text) : text;
  list.replaceChildren(...items);
}

function item(data, a) {
  const make = (kind, more) => Object.assign(document.createElement(kind), more);
  const li = make("li", {dir: "auto"}), lang = a.lang ? {lang: a.lang} : {}, text = make("p", lang);
  const href = new URL(a.link.slice(1).split("/").map(encodeURIComponent).join("/"), root);
  // Its excerpt is text with marks around words and < > as entities: never taken for HTML.
  const plain = (part) => part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const bare = data.excerpt.replace(/<\/?mark>/g, "").trim(), whole = data.raw_content.trim();
  if (!whole.startsWith(bare.slice(0, END))) text.append("…\u00a0");
  data.excerpt.split(/<\/?mark>/).forEach((part, n) => {
    const [, before, word, after] = n % 2 ? plain(part).match(/^(\p{P}*)(.*?)(\p{P}*)$/su) : [, plain(part), "", ""];
    text.append(before, word && make("mark", {textContent: word}), after);
  });
  if (!whole.endsWith(bare.slice(-END))) text.append("\u00a0…");
  const by = make("p", {className: "byline"});
  const [y, m, d] = a.day.split("-"), day = say.days[m - 1].replace("{day}", d > 1 ? +d : say.first).replace("{year}", y);
  if (a.by) by.append(make("span", {textContent: a.by, className: "source"}));
  by.append(make("time", {textContent: day, dateTime: a.day}));
  li.append(make("a", {textContent: data.meta.title, href, className: "headline", ...lang}), by, text);
  return li;
}

form.onsubmit = (event) => { event.preventDefault(); search(); };
form.oninput = () => search();
form.addEventListener("focusin", () => { if (!loading) search(); });
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, select")) return;
  event.preventDefault();
  q.select();
});
if (location.search) search();
