"use strict";
const page = document.documentElement;
const every = (selector) => Array.from(document.querySelectorAll(selector));

function speak(language) {
  page.dataset.lang = language;
  page.lang = language === "zh" ? "zh-CN" : "en";
  document.title = page.dataset[language];
  for (const labelled of every("[data-label-zh]")) {
    labelled.setAttribute("aria-label", labelled.dataset[language === "zh" ? "labelZh" : "labelEn"]);
  }
  for (const choice of every("[data-speak]")) {
    choice.setAttribute("aria-pressed", String(choice.dataset.speak === language));
  }
}

function filter(severity) {
  const flags = every("[data-severity]");
  for (const flag of flags) flag.hidden = severity !== "all" && flag.dataset.severity !== severity;
  const shown = flags.filter((flag) => !flag.hidden).length;
  for (const count of every("[data-shown]")) count.textContent = String(shown);
  for (const status of every("[data-status]")) status.hidden = severity === "all";
  for (const choice of every("[data-filter]")) {
    choice.setAttribute("aria-pressed", String(choice.dataset.filter === severity));
  }
}

for (const choice of every("[data-speak]")) {
  choice.addEventListener("click", () => speak(choice.dataset.speak));
}
for (const choice of every("[data-filter]")) {
  choice.addEventListener("click", () => filter(choice.dataset.filter));
}
for (const mark of every("[data-mark]")) mark.addEventListener("click", () => filter("all"));
for (const clip of every("audio")) {
  clip.addEventListener("play", () => {
    for (const other of every("audio")) if (other !== clip) other.pause();
  });
}

let opened = [];
window.addEventListener("beforeprint", () => {
  opened = every("details:not([open])");
  for (const folded of opened) folded.open = true;
});
window.addEventListener("afterprint", () => {
  for (const folded of opened) folded.open = false;
});

speak(page.dataset.lang);
