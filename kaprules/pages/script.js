"use strict";
// Every page reads without this: it opens and closes all folds, opens them for printing, and searches a list.

const folds = () => [...document.querySelectorAll("details")];

for (const button of document.querySelectorAll("button[data-folds]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const fold of folds()) fold.open = button.dataset.folds === "open";
  });
}

// Style opens all folds on paper, where the browser lets it and nothing says that they stay as they are; this does so in
// the others.
let closed = [];
addEventListener("beforeprint", () => {
  closed = folds().filter((fold) => !fold.open && !fold.closest("[data-folds-stay]"));
  for (const fold of closed) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
});

const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

for (const search of document.querySelectorAll("[data-search]")) {
  const field = search.querySelector("input");
  const told = search.querySelector("[role=status]");
  const found = [...document.querySelectorAll(`#${search.dataset.search} > li`)];
  const words = found.map((item) => plain(`${item.textContent} ${item.dataset.words || ""}`));
  search.hidden = false;
  field.addEventListener("input", () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    let number = 0;
    found.forEach((item, place) => {
      item.hidden = !wanted.every((word) => words[place].includes(word));
      number += !item.hidden;
    });
    told.textContent = told.dataset.told.replace("{number}", number);
  });
}
