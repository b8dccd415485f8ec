// Wires the page: what the server tells goes to the clock, the seats and the open chat.

import { get, listen, post } from "./api.js";
import { current, markRead, open, refresh, setUpChat, showWho } from "./chat.js";
import { setUpClock, showClock } from "./clock.js";
import { setUpComposer } from "./compose.js";
import { $, ask, tried } from "./dom.js";
import { same, setUpSeats, showSeats } from "./seats.js";

let loading = false;
let again = false;

// At most one request for the list at a time, however many messages arrive.
async function overview() {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  const stage = await tried(() => get("stage"));
  loading = false;
  if (stage) show(stage);
  if (again) {
    again = false;
    await overview();
  }
}

function show(stage) {
  const fresh = stage.seats.find((seat) => same(seat, current()));
  if (fresh) showWho(fresh);
  const unread = stage.seats.reduce((sum, seat) => sum + seat.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}督办 · 试用`;
  showClock(stage.clock);
  showSeats(stage.seats, stage.clock.today, current());
  const asked = wanted();
  if (asked && !current()) {
    const seat = stage.seats.find((one) => same(one, asked));
    if (seat) choose(seat);
  }
}

function wanted() {
  const found = location.hash.match(/^#(\d+)\/(-?\d+)$/);
  return found && { user_id: Number(found[1]), chat_id: Number(found[2]) };
}

async function choose(seat) {
  const hash = seat ? `#${seat.user_id}/${seat.chat_id}` : "";
  history.replaceState(null, "", `${location.pathname}${hash}`);
  await tried(() => open(seat));
  await overview();
}

async function changed(event) {
  showClock(event);
  const seat = current();
  if (seat && event.chats.includes(seat.chat_id)) await tried(refresh);
  await overview();
}

async function addNewcomer() {
  const dialog = $("newcomer");
  if (!(await ask(dialog))) return;
  const added = await tried(() => post("people", { name: dialog.querySelector("[name=name]").value }));
  if (!added) return;
  location.hash = `#${added.user_id}/${added.chat_id}`;
  await open(null);
  await overview();
}

setUpClock();
setUpSeats(choose);
setUpChat();
setUpComposer();
$("back").addEventListener("click", () => choose(null));
$("add").addEventListener("click", addNewcomer);
document.addEventListener("visibilitychange", () => { if (!document.hidden && current()) tried(markRead).then(overview); });
listen(changed, () => {
  $("trouble").hidden = false;
  $("trouble").textContent = "与试用环境的连接断了，正在重连。若持续如此，请看终端里的程序是否还在运行。";
});
