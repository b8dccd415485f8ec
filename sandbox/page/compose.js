// Writing: text, commands, replies, files.

import { post } from "./api.js";
import { $, ask, el, tried } from "./dom.js";

let seat = null;
let commands = [];
let replying = null;

export function composeAs(current) {
  seat = current;
  const box = $("text");
  box.disabled = $("send").disabled = $("commands").disabled = $("file").disabled = seat.blocked;
  box.placeholder = seat.blocked ? "已停用机器人，恢复后才能发送" : "输入消息";
}

export function showChoices(chat) {
  commands = chat.commands;
  $("shortcuts").hidden = !chat.keyboard.length;
  $("shortcuts").replaceChildren(
    ...chat.keyboard.map((row) => el("div", {}, ...row.map((label) => el("button", { type: "button", onclick: () => say(label) }, label)))),
  );
}

export function setReply(message) {
  replying = message;
  $("replying").hidden = !message;
  if (!message) return;
  $("replying").querySelector("span").textContent = `回复 ${message.name}：${message.text || message.file?.name || ""}`;
  $("text").focus();
}

async function say(text) {
  const body = { user_id: seat.user_id, chat_id: seat.chat_id, text, reply_to: replying?.id };
  const sent = await tried(() => post("say", body));
  if (sent) setReply(null);
  return sent;
}

function invited(text) {
  const found = text.match(/^https?:\/\/t\.me\/\w+\?start=([\w-]+)$/);
  return found ? `/start ${found[1]}` : text;
}

async function submit() {
  const text = invited($("text").value.trim());
  if (!text || !(await say(text))) return;
  $("text").value = "";
  grow();
}

function grow() {
  const box = $("text");
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

function showMenu(filter) {
  const matching = commands.filter((one) => `/${one.command}`.startsWith(filter));
  const rows = matching.map((one) =>
    el("button", { type: "button", role: "menuitem", onclick: () => pick(one) }, el("b", {}, `/${one.command}`), el("span", {}, one.description)),
  );
  if (!commands.length) rows.push(el("p", {}, "机器人还没有给这里设置命令。"));
  $("menu").replaceChildren(...rows);
  $("menu").hidden = !rows.length;
}

function pick(command) {
  $("menu").hidden = true;
  $("text").value = `/${command.command}`;
  submit();
}

async function attach() {
  const file = $("file").files[0];
  if (!file) return;
  const dialog = $("attachment");
  const picture = /^image\/(png|jpeg|gif)$/.test(file.type);
  dialog.querySelector(".name").textContent = file.name;
  dialog.querySelector(".photo").hidden = !picture;
  const form = dialog.querySelector("form");
  form.photo.checked = picture;
  form.caption.value = "";
  const agreed = await ask(dialog);
  $("file").value = "";
  if (!agreed) return;
  const body = new FormData();
  const fields = { user_id: seat.user_id, chat_id: seat.chat_id, caption: form.caption.value, photo: form.photo.checked };
  for (const [name, value] of Object.entries(fields)) body.set(name, String(value));
  body.set("file", file);
  await tried(() => post("send_file", body));
}

export function setUpComposer() {
  const box = $("text");
  $("compose").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") $("menu").hidden = true;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $("menu").hidden = true;
    submit();
  });
  box.addEventListener("input", () => {
    grow();
    if (/^\/\w*$/.test(box.value)) showMenu(box.value);
    else $("menu").hidden = true;
  });
  $("commands").addEventListener("click", () => { if ($("menu").hidden) showMenu("/"); else $("menu").hidden = true; });
  document.addEventListener("click", (event) => { if (!event.target.closest("#menu, #compose")) $("menu").hidden = true; });
  $("replying").querySelector("button").addEventListener("click", () => setReply(null));
  $("file").addEventListener("change", attach);
}
