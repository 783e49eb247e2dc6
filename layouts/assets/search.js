const form = document.forms.search, {q, tag, source, year} = form.elements;
const [found, list] = document.querySelectorAll("#found, #results");
const say = JSON.parse(form.dataset.words);
const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
let loading;

async function load() {
  const files = await Promise.all((form.dataset.years.match(/\S+/g) || []).map(async (y) => (await fetch(y + ".json")).json()));
  const all = files.flatMap((file) => file.articles.map(([title, link, summary, day, by, marks, lang]) => {
    const tags = marks.map((n) => file.tags[n]);
    return {title, link, summary, day, lang, tags, by: file.sources[by] || "", words: [summary, tags.join(" "), title].map(words)};
  }));
  fill(tag, all.flatMap((a) => a.tags));
  fill(source, all.map((a) => a.by));
  for (const [name, value] of new URLSearchParams(location.search)) (form.elements[name] || {}).value = value;
  return all;
}

function fill(select, names) {
  for (const name of [...new Set(names)].sort(new Intl.Collator().compare)) name && select.add(new Option(name));
}

function score(a, asked) {
  const scores = asked.map((word) => a.words.reduce((sum, own, n) => sum + own.some((w) => w.startsWith(word)) * (n + 1), 0));
  return scores.every(Boolean) && scores.reduce((sum, n) => sum + n, 1);
}

async function search() {
  let all;
  try { all = await (loading ||= load()); } catch {
    loading = 0;
    return found.textContent = say.unread;
  }
  const asked = words(q.value), any = asked[0] || tag.value || source.value || year.value;
  const hits = all.filter((a) => any && ["", ...a.tags].includes(tag.value) && ["", a.by].includes(source.value) && a.day.startsWith(year.value))
    .map((a) => [score(a, asked), a]).filter(([n]) => n).sort(([n], [m]) => m - n);
  const n = hits.length, text = n ? say.found[new Intl.PluralRules(say.lang).select(n)].replace("{count}", n) : say.none;
  found.textContent = !any ? "" : n > say.most ? say.best.replace("{found}", text) : text;
  list.replaceChildren(...hits.slice(0, say.most).map(([, a]) => item(a)));
}

function item(a) {
  const make = (kind, textContent, more) => Object.assign(document.createElement(kind), {textContent, ...more});
  const li = make("li", "", {dir: "auto"}), by = make("p", "", {className: "byline"}), lang = a.lang && {lang: a.lang};
  const [y, m, d] = a.day.split("-"), day = say.days[m - 1].replace("{day}", d > 1 ? +d : say.first).replace("{year}", y);
  by.append(a.by && make("span", a.by, {className: "source"}), make("time", day, {dateTime: a.day}));
  li.append(make("a", a.title, {href: a.link, className: "headline", ...lang}), by, make("p", a.summary, lang));
  return li;
}

form.onsubmit = (e) => { e.preventDefault(); search(); };
form.oninput = search;
form.addEventListener("focusin", search);
onkeydown = (e) => { if (e.key === "/" && !e.target.matches("input, select")) q.select(e.preventDefault()); };
if (location.search) search();
