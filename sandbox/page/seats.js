// The list at the left: seats under their headings, found by a few letters.

import { $, avatar, el } from "./dom.js";
import { signed } from "./signs.js";

let seats = [];
let today = "";
let chosen = null;
let choose = () => {};

export const same = (one, other) => one && other && one.user_id === other.user_id && one.chat_id === other.chat_id;

export function setUpSeats(onChoose) {
  choose = onChoose;
  $("search").addEventListener("input", draw);
}

export function showSeats(list, day, current) {
  seats = list;
  today = day;
  chosen = current;
  draw();
}

function draw() {
  const asked = $("search").value.trim().toLowerCase();
  const found = seats.filter((seat) => `${seat.unit}${seat.name}${seat.role}${seat.group}`.toLowerCase().includes(asked));
  const groups = new Map();
  for (const seat of found) groups.set(seat.group, [...(groups.get(seat.group) || []), seat]);
  const rows = [];
  for (const [heading, members] of groups) rows.push(el("h2", {}, heading), ...members.map(row));
  if (!rows.length) rows.push(el("div", { class: "none" }, asked ? "没有符合的席位" : "还没有席位"));
  const scrolled = $("list").scrollTop;
  $("list").replaceChildren(...rows);
  $("list").scrollTop = scrolled;
}

function row(seat) {
  const last = seat.last;
  const preview = seat.blocked ? "已停用机器人" : last ? (last.own ? "我：" : "") + last.text.replace(/\s+/g, " ") : "还没有消息";
  return el(
    "button",
    {
      class: seat.blocked ? "seat blocked" : "seat",
      role: "option",
      "aria-selected": String(Boolean(same(seat, chosen))),
      onclick: () => choose(seat),
    },
    avatar(seat.unit, seat.unit + seat.role),
    el("span", { class: "title" }, seat.unit, el("small", {}, `${seat.role} ${seat.name}`)),
    el("time", {}, last ? moment(last.at) : ""),
    el("span", { class: "last" }, ...signed(preview)),
    seat.unread ? el("span", { class: "unread", "aria-label": `${seat.unread} 条未读` }, seat.unread > 99 ? "99+" : String(seat.unread)) : el("span"),
  );
}

function moment(at) {
  const [day, time] = [at.slice(0, 10), at.slice(11, 16)];
  if (day === today) return time;
  const short = `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
  return day.slice(0, 4) === today.slice(0, 4) ? short : `${day.slice(2, 4)}年${short}`;
}
