// Turns text and entities into nodes; offsets are UTF-16 units, as JavaScript strings count.

import { el } from "./dom.js";
import { signed } from "./signs.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };

export function rich(text, entities, onCommand) {
  return span(text, 0, text.length, [...entities], onCommand);
}

function span(text, from, to, entities, onCommand) {
  const nodes = [];
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    if (start > at) nodes.push(...signed(text.slice(at, start)));
    const inner = [];
    while (entities.length && entities[0].offset < end) inner.push(entities.shift());
    nodes.push(wrap(entity, text.slice(start, end), span(text, start, end, inner, onCommand), onCommand));
    at = end;
  }
  if (at < to) nodes.push(...signed(text.slice(at, to)));
  return nodes;
}

function wrap(entity, plain, children, onCommand) {
  if (TAGS[entity.type]) return el(TAGS[entity.type], {}, ...children);
  if (entity.type === "text_link") return link(entity.url, children);
  if (entity.type === "url") return link(plain, children);
  if (entity.type === "bot_command") {
    return el("button", { type: "button", class: "command", onclick: () => onCommand(plain) }, ...children);
  }
  if (["pre", "spoiler"].includes(entity.type)) return el("span", { class: entity.type }, ...children);
  if (entity.type.endsWith("blockquote")) return el("span", { class: "blockquote" }, ...children);
  return el("span", {}, ...children);
}

export function link(address, children) {
  if (!/^https?:\/\//i.test(address)) return el("span", {}, ...children);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
