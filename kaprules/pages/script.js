"use strict";
// Every page reads without this: it opens and closes all folds, and opens them for printing.

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
