// The open chat: loads it, shows it, keeps it current.

import { get, post } from "./api.js";
import { bubbles, nearEnd } from "./bubbles.js";
import { composeAs, setReply, showChoices } from "./compose.js";
import { $, alertBox, avatar, el, toast, tried } from "./dom.js";
import { link } from "./rich.js";

let seat = null;
let messages = [];
let more = false;
let shown = "";

const acts = {
  reply: (message) => setReply(message),
  command: (text) => tried(() => post("say", { user_id: seat.user_id, chat_id: seat.chat_id, text })),
  press: (message, data) => tried(() => press(message, data)),
};

export const current = () => seat;

export async function open(next) {
  seat = next;
  messages = [];
  shown = "";
  document.body.classList.toggle("talking", Boolean(seat));
  for (const id of ["who", "messages", "compose"]) $(id).hidden = !seat;
  $("empty").hidden = Boolean(seat);
  setReply(null);
  if (!seat) return;
  $("messages").replaceChildren();
  showWho(seat);
  await refresh();
  $("messages").scrollTop = $("messages").scrollHeight;
}

export function showWho(fresh) {
  seat = fresh;
  composeAs(seat);
  $("who").querySelector(".face-of").replaceWith(avatar(seat.unit, seat.unit + seat.role));
  $("who-name").textContent = `${seat.unit}　${seat.name}`;
  $("who-unit").textContent = `${seat.group} · ${seat.role}`;
  $("block").textContent = seat.blocked ? "恢复机器人" : "停用机器人";
  $("block").hidden = seat.chat_id !== seat.user_id;
}

export async function refresh() {
  const asked = seat;
  const fresh = await get("chat", { user_id: asked.user_id, chat_id: asked.chat_id });
  if (asked.user_id !== seat?.user_id || asked.chat_id !== seat?.chat_id) return;
  const first = fresh.messages.length ? fresh.messages[0].id : Infinity;
  const older = messages.filter((message) => message.id < first);
  more = older.length ? more : fresh.more;
  messages = [...older, ...fresh.messages];
  showChoices(fresh);
  draw();
  await markRead();
}

async function loadOlder() {
  const page = await tried(() => get("chat", { user_id: seat.user_id, chat_id: seat.chat_id, before: messages[0].id }));
  if (!page) return;
  const box = $("messages");
  const fromEnd = box.scrollHeight - box.scrollTop;
  more = page.more;
  messages = [...page.messages, ...messages];
  draw();
  box.scrollTop = box.scrollHeight - fromEnd;
}

function draw() {
  const state = JSON.stringify([messages, more]);
  if (state === shown) return;
  shown = state;
  const box = $("messages");
  const follow = nearEnd();
  const scrolled = box.scrollTop;
  const older = more ? el("button", { class: "older", onclick: loadOlder }, "更早的消息") : null;
  const rows = bubbles(messages, acts);
  const nothing = messages.length ? null : el("div", { class: "nothing" }, "还没有消息。可以先发送 /start。");
  box.replaceChildren(...[older, ...rows, nothing].filter(Boolean));
  box.scrollTop = follow ? box.scrollHeight : scrolled;
  $("newer").hidden = follow;
}

export async function markRead() {
  const last = messages.at(-1);
  if (!last || document.hidden) return;
  await post("read", { user_id: seat.user_id, chat_id: seat.chat_id, message_id: last.id });
}

async function press(message, data) {
  const body = { user_id: seat.user_id, chat_id: seat.chat_id, message_id: message.id, data };
  const answer = await post("press", body);
  if (answer.url) link(answer.url, []).click();
  if (!answer.text) return;
  if (answer.alert) alertBox(answer.text);
  else toast(answer.text);
}

export function setUpChat() {
  $("messages").addEventListener("scroll", () => { if (nearEnd()) $("newer").hidden = true; });
  $("newer").addEventListener("click", () => { $("messages").scrollTop = $("messages").scrollHeight; });
  $("block").addEventListener("click", () => tried(() => post("block", { user_id: seat.user_id, blocked: !seat.blocked })));
}
