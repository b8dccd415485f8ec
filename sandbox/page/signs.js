// Lights and ticks as shapes of our own: many machines have no font with coloured signs, and would show boxes.

import { el } from "./dom.js";

const SHAPES = { "🔴": "red", "🟡": "yellow", "🟢": "green", "✅": "tick" };

export function signed(text) {
  return text.split(/(🔴|🟡|🟢|✅)/u).map((part) => (SHAPES[part] ? el("span", { class: `sign ${SHAPES[part]}` }, part) : part));
}
