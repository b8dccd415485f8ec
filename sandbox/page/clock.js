// The clock at the top and its three moves.

import { post } from "./api.js";
import { $, tried } from "./dom.js";

export function showClock(clock) {
  for (const part of ["date", "weekday", "time", "note"]) $(part).textContent = clock[part];
  $("note").hidden = !clock.note;
  $("note").classList.toggle("off", !clock.note.startsWith("工作日"));
  $("busy").hidden = !clock.busy;
  $("trouble").hidden = !clock.trouble;
  $("trouble").textContent = clock.trouble;
  for (const button of document.querySelectorAll("[data-move]")) button.disabled = clock.busy;
}

export function setUpClock() {
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => tried(() => post("move", { how: button.dataset.move })));
  }
}
