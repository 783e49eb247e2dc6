const [form, found, list] = ["search", "found", "results"].map((id) => document.getElementById(id));
const {q, tag, source, year} = form.elements;
const MOST = 50;
const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
let loading;

async function load() {
  const files = await Promise.all((form.dataset.years.match(/\S+/g) || []).map(async (y) => (await fetch(y + ".json")).json()));
  const all = files.flatMap((file) => file.articles.map(([title, link, summary, day, by, marks, lang]) => {
    const tags = marks.map((n) => file.tags[n]);
    return {title, link, summary, day, lang, tags, by: file.sources[by] || "",
      words: [summary, tags.join(" "), title].map(words)};
  }));
  fill(tag, all.flatMap((a) => a.tags));
  fill(source, all.map((a) => a.by));
  for (const [name, value] of new URLSearchParams(location.search))
    if (form.elements[name]) form.elements[name].value = value;
  return all;
}

function fill(select, names) {
  for (const name of [...new Set(names)].sort(new Intl.Collator().compare)) name && select.add(new Option(name));
}

function score(a, asked) {
  let sum = 1;
  for (const word of asked) {
    const hits = a.words.map((own, n) => own.some((w) => w.startsWith(word)) && n + 1);
    if (!hits.some(Boolean)) return 0;
    for (const n of hits) sum += n;
  }
  return sum;
}

async function search() {
  let all;
  try { all = await (loading ||= load()); } catch {
    loading = 0;
    return found.textContent = "The search files cannot be read.";
  }
  const asked = words(q.value), any = asked.length || tag.value || source.value || year.value;
  const hits = all
    .filter((a) => any && ["", ...a.tags].includes(tag.value) && ["", a.by].includes(source.value) && a.day.startsWith(year.value))
    .map((a) => [score(a, asked), a]).filter(([n]) => n).sort(([n], [m]) => m - n);
  const n = hits.length;
  found.textContent = !any ? "" : n === 1 ? "1 article" : `${n || "No"} articles${n > MOST ? `, the best ${MOST} here` : ""}`;
  list.replaceChildren(...hits.slice(0, MOST).map((hit) => item(hit[1])));
}

function item(a) {
  const make = (kind, textContent, more) =>
    Object.assign(document.createElement(kind), {dir: "auto", textContent, ...more});
  const li = make("li"), by = make("p", "", {className: "byline", dir: ""}), lang = a.lang && {lang: a.lang};
  const day = new Date(a.day).toLocaleDateString("en-GB", {dateStyle: "long", timeZone: "UTC"});
  a.by && by.append(make("span", a.by, {className: "source"}));
  by.append(make("time", day, {dateTime: a.day}));
  li.append(make("a", a.title, {href: a.link, className: "headline", ...lang}), by, make("p", a.summary, lang));
  return li;
}

form.onsubmit = (e) => { e.preventDefault(); search(); };
form.oninput = search;
form.addEventListener("focusin", search);
onkeydown = (e) => {
  if (e.key !== "/" || e.target.matches("input, select")) return;
  e.preventDefault();
  q.select();
};
if (location.search) search();
