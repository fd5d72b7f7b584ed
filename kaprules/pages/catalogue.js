
// The search of the rule book: each page's field leads to the index, and there this shows what its words find. Words are
// declared with what they stand for; here is only how two spellings come to be the same.

const bare = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

// What is spelled in two ways in English comes to one: apnoea, apnea; behaviour, behavior; centre, center; fulfil, fulfill.
const SPELLED = [
  [/[ao]e/g, "e"], [/our/g, "or"], [/cti[cs](?=e)/g, "ctic"], [/([iy])s(?=[eai])/g, "$1z"], [/([btv])re(?=s?$)/g, "$1er"],
  [/([ei]n)c(?=e)/g, "$1s"], [/ph/g, "f"], [/gem/g, "gm"], [/geing$/, "ging"], [/ogue/g, "og"], [/mme(?=s?$)/g, "m"],
  [/grey/g, "gray"], [/^scep/, "skep"], [/^whilst$/, "while"], [/anesthetist/g, "anesthesiologist"], [/(.)\1/g, "$1"],
  [/(?<=\p{L}{3}[^sui])s$/u, ""], // and one comes to the same as several
];
const spelled = (word) => SPELLED.reduce((told, [from, to]) => told.replace(from, to), word);

const tokens = (text) => bare(text).replace(/(\p{L})[._](?=\p{L})/gu, "$1 ").split(/[^\p{L}\p{N}.,/%+]+/u)
  .map((token) => spelled(token.replace(/^[.,/]+|[.,/]+$/g, ""))).filter(Boolean);

// A number is found whole, a word by its beginning.
const fits = (wanted, word) => word === wanted || (/\p{L}/u.test(wanted) && word.startsWith(wanted));

// How well a field fits: all of it, its beginning, the words one after the other, all words somewhere, or not.
const fit = (wanted, field) => {
  if (wanted.length === field.length && wanted.every((token, place) => token === field[place])) return 5;
  const at = (from) => wanted.every((token, place) => from + place < field.length && fits(token, field[from + place]));
  if (at(0)) return 4;
  if (field.some((_, from) => at(from))) return 3;
  return wanted.every((token) => field.some((word) => fits(token, word))) ? 2 : 0;
};

const MOST = 60;

const search = (index, field) => {
  const items = [...index.querySelectorAll("[data-kind]")].map((item) => ({
    item,
    kind: Number(item.dataset.kind),
    title: tokens(item.querySelector("a").textContent),
    fields: item.dataset.words.split("|").map(tokens),
  }));
  const found = document.getElementById("found");
  const results = document.getElementById("results");
  const told = found.querySelector("[role=status]");
  const rank = (entry, wanted) => {
    const title = fit(wanted, entry.title);
    const ranks = entry.fields.map((each) => fit(wanted, each));
    const own = ranks[0] === 5 ? 5.3 : 0; // its id, or the word by which it is known best
    const best = Math.max(title && title + 0.5, own, ...ranks);
    if (best) return best;
    const all = [entry.title, ...entry.fields].flat();
    return wanted.every((token) => all.some((word) => fits(token, word))) ? 1 : 0;
  };
  const show = () => {
    const wanted = tokens(field.value);
    const ranked = wanted.length ? items.map((entry) => ({ ...entry, rank: rank(entry, wanted) })) : [];
    const best = Math.max(0, ...ranked.map((entry) => entry.rank));
    // Words that only stand here and there are shown where nothing has them together.
    const shown = ranked.filter((entry) => entry.rank > (best > 1 ? 1 : 0));
    shown.sort((one, other) => other.rank - one.rank || one.kind - other.kind);
    results.replaceChildren(...shown.slice(0, MOST).map((entry) => entry.item.cloneNode(true)));
    const words = shown.length > MOST ? told.dataset.first : told.dataset.told;
    told.textContent = words.replace("{number}", shown.length).replace("{shown}", MOST);
    found.hidden = !wanted.length;
    index.hidden = Boolean(wanted.length);
  };
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  show();
};

if (document.getElementById("results")) search(document.getElementById("index"), document.getElementById("q"));

// A link opens the fold that it leads into, or the first below the heading that it leads to.
const foldBelow = (heading) => {
  let each = heading.nextElementSibling;
  while (each && !each.matches("h2, details, .picture")) each = each.nextElementSibling;
  return each?.matches("details") ? each : null;
};
const opened = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && (target.closest("details") || (target.matches("h2") && foldBelow(target)));
  if (fold) fold.open = true;
};
addEventListener("hashchange", opened);
opened();
