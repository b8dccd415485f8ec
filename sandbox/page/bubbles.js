// One message as a bubble.

import { $, el } from "./dom.js";
import { link, rich } from "./rich.js";
import { signed } from "./signs.js";

export function bubbles(messages, acts) {
  const rows = [];
  let day = "";
  let before = null;
  for (const message of messages) {
    if (message.at.slice(0, 10) !== day) {
      day = message.at.slice(0, 10);
      rows.push(el("div", { class: "day" }, dayName(day)));
      before = null;
    }
    rows.push(message.service ? el("div", { class: "service" }, "群组已升级") : row(message, before, acts));
    before = message;
  }
  return rows;
}

function row(message, before, acts) {
  const turn = !before || before.name !== message.name;
  const bubble = el(
    "div",
    { class: "bubble", ondblclick: () => acts.reply(message), title: "双击可回复" },
    turn && !message.own ? el("div", { class: "sender" }, message.name) : null,
    message.reply ? el("div", { class: "quote" }, el("b", {}, message.reply.name), ...signed(message.reply.text)) : null,
    message.file ? attachment(message.file) : null,
    message.text ? el("div", { class: "text" }, ...rich(message.text, message.entities, acts.command)) : null,
    el("span", { class: "meta" }, `${message.edited ? "已修改 " : ""}${message.at.slice(11, 16)}`),
  );
  const classes = ["row", message.own ? "own" : "", turn ? "turn" : ""].join(" ");
  const keys = message.keyboard.length ? keyboard(message, acts) : null;
  return el("div", { class: classes, "data-id": message.id }, bubble, keys);
}

function keyboard(message, acts) {
  const rows = message.keyboard.map((buttons) => el("div", {}, ...buttons.map((button) => key(message, button, acts))));
  return el("div", { class: "keys" }, ...rows);
}

function key(message, button, acts) {
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (button.url) {
      link(button.url, []).click();
      return;
    }
    pressed.disabled = true;
    pressed.classList.add("waiting");
    await acts.press(message, button.data);
    pressed.disabled = false;
    pressed.classList.remove("waiting");
  };
  return el("button", { type: "button", onclick: press }, ...signed(button.text));
}

function attachment(file) {
  const address = `/sandbox/api/files/${encodeURIComponent(file.id)}`;
  if (file.photo) {
    const picture = el("img", { class: "photo", src: address, alt: file.name, width: file.width, height: file.height });
    picture.addEventListener("load", () => { if (nearEnd()) $("messages").scrollTop = $("messages").scrollHeight; });
    return el("a", { href: address, target: "_blank", rel: "noopener" }, picture);
  }
  const kind = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
  const known = ["xlsx", "docx", "pdf"].includes(kind) ? ` ${kind}` : "";
  return el(
    "a",
    { class: "document", href: `${address}?download=1`, download: file.name },
    el("span", { class: `kind${known}` }, kind.slice(0, 4) || "文件"),
    el("span", {}, el("strong", {}, file.name), el("small", {}, `${size(file.size)} · 下载`)),
  );
}

export function nearEnd() {
  const box = $("messages");
  return box.scrollHeight - box.scrollTop - box.clientHeight < 160;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function dayName(day) {
  const date = new Date(`${day}T00:00:00`);
  return `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日　星期${"日一二三四五六"[date.getDay()]}`;
}
