"use strict";
const here = document.body.dataset;
const $ = (id) => document.getElementById(id);
const log = $("log"), scroll = $("scroll"), words = $("words"), popup = $("popup"), status = $("status");
const say = (key) => here["t" + key.split("_").map((w) => w[0].toUpperCase() + w.slice(1)).join("")] || key;
let context = null; // {reply} or {edit}: what the next text refers to
let missed = 0;

// ---- talking to the sandbox
async function act(deed, given = {}) {
  try {
    const answer = await fetch("/page/do/" + deed, {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ chat: +here.chat, thread: +here.thread, ...given }),
    });
    const result = await answer.json();
    if (result.error) toast(result.error);
    return result;
  } catch { toast(say("offline")); return { error: "offline" }; }
}

// ---- times: in the zone that the sandbox names, else the browser's own
const lang = document.documentElement.lang;
const zoned = (options, language = lang) => new Intl.DateTimeFormat(language, { ...options, timeZone: here.zone || undefined });
const clock = zoned({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayName = zoned({ month: "long", day: "numeric" }), dayNumber = zoned({ month: "numeric", day: "numeric" });
const fullTime = zoned({ dateStyle: "long", timeStyle: "short" }), dayOnly = zoned({ year: "numeric", month: "numeric", day: "numeric" }, "en");
let ahead = 0; // seconds by which the sandbox's time was moved forward
const now = () => new Date(Date.now() + ahead * 1000);
function tellTime(at) {
  ahead = Math.abs(at - Date.now() / 1000) < 90 ? 0 : at - Date.now() / 1000;
  $("clock").hidden = !ahead;
  $("clock").textContent = `${$("clock").dataset.label} ${dayName.format(now())} ${clock.format(now())}`;
}
const dayKey = (at) => dayOnly.format(new Date(at * 1000));
function dayLabel(at) {
  const key = dayKey(at), today = now().getTime() / 1000;
  return key === dayKey(today) ? say("today") : key === dayKey(today - 86400) ? say("yesterday") : dayName.format(new Date(at * 1000));
}
function stampList() {
  for (const time of document.querySelectorAll("#chats time")) {
    const at = +time.dataset.at;
    time.textContent = !at ? "" : (dayKey(at) === dayKey(now().getTime() / 1000) ? clock : dayNumber).format(new Date(at * 1000));
  }
  for (const row of document.querySelectorAll("#chats .chat")) {
    if (row.dataset.key === here.key) row.setAttribute("aria-current", "page"); else row.removeAttribute("aria-current");
  }
}
function dress(root) {
  for (const message of root.matches?.("[data-id]") ? [root] : root.querySelectorAll("[data-id]")) {
    const at = new Date(+message.dataset.at * 1000), time = message.querySelector(".stamp time");
    if (time) { time.textContent = clock.format(at); time.dateTime = at.toISOString(); time.title = fullTime.format(at); }
    for (const moment of message.querySelectorAll(".moment")) moment.title = fullTime.format(new Date(+moment.dataset.at * 1000));
    for (const quote of message.querySelectorAll(".expandable.folded")) {
      const inner = quote.querySelector(".quoted");
      quote.classList.toggle("long", inner.scrollHeight > inner.clientHeight + 2);
    }
  }
}
function arrange() { // day lines, and bubbles of one side that stand together
  let last = "", before = null;
  for (const day of log.querySelectorAll(".day")) day.remove();
  for (const message of log.querySelectorAll("[data-id]")) {
    const key = dayKey(+message.dataset.at);
    if (key !== last) {
      const day = document.createElement("div"), label = document.createElement("span");
      day.className = "day"; label.textContent = dayLabel(+message.dataset.at); day.append(label); message.before(day);
      before = null;
    }
    const side = message.classList.contains("out") ? "out" : message.classList.contains("in") ? "in" : "";
    message.classList.toggle("joined", side !== "" && side === before);
    last = key; before = side;
  }
}

// ---- the log
const near = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
function toEnd(message) { // a message taller than the window is shown from its beginning
  if (message?.offsetHeight > scroll.clientHeight) message.scrollIntoView({ block: "start" });
  else scroll.scrollTop = scroll.scrollHeight;
  missed = 0; showDown(); seen();
}
function showDown() {
  const badge = $("down").querySelector(".badge");
  $("down").hidden = near(); badge.dataset.count = missed; badge.textContent = missed || "";
}
let seenUpTo = 0;
function seen() {
  const last = log.lastElementChild;
  const visible = document.visibilityState === "visible" && !(document.body.classList.contains("listed") && innerWidth < 720);
  const reached = last && last.getBoundingClientRect().top < scroll.getBoundingClientRect().bottom;
  if (!visible || !reached || !last.dataset.id || +last.dataset.id <= seenUpTo) return;
  seenUpTo = +last.dataset.id;
  act("read", { message: seenUpTo }).then(() => clearBadge(here.key));
}
function clearBadge(key) {
  const badge = document.querySelector(`.chat[data-key="${key}"] .badge`);
  if (badge) { badge.dataset.count = 0; badge.textContent = ""; }
}
function made(html) {
  const box = document.createElement("template");
  box.innerHTML = html.trim();
  return box.content.firstElementChild;
}
function add(event) {
  if (document.getElementById("m" + event.id)) return;
  $("about")?.remove();
  const stay = near() || event.own, message = made(event.html);
  message.classList.add("new");
  log.append(message); dress(message); arrange();
  if (!event.own) idle();
  if (stay) toEnd(message); else { missed += 1; showDown(); }
}
function replace(event) {
  const old = $("m" + event.id);
  if (!old) return;
  const stay = near(), message = made(event.html);
  const open = [...old.querySelectorAll(".expandable")].map((q) => !q.classList.contains("folded"));
  const focus = old.contains(document.activeElement) ? [...old.querySelectorAll(".key")].indexOf(document.activeElement) : -1;
  message.classList.add("flash");
  old.replaceWith(message); dress(message); arrange();
  message.querySelectorAll(".expandable").forEach((q, i) => { if (open[i] && q.classList.contains("long")) unfold(q); });
  if (focus >= 0) message.querySelectorAll(".key")[focus]?.focus({ preventScroll: true });
  idle();
  if (stay) toEnd(message);
}
function unfold(quote) {
  const folded = quote.classList.toggle("folded"), knob = quote.querySelector(".unfold");
  knob.textContent = say(folded ? "show_more" : "show_less"); knob.setAttribute("aria-expanded", String(!folded));
}
let idleTimer = 0;
function idle() { clearTimeout(idleTimer); status.textContent = status.dataset.idle; status.classList.remove("busy"); }
function busy() { status.textContent = say("typing"); status.classList.add("busy"); clearTimeout(idleTimer); idleTimer = setTimeout(idle, 5000); }

// ---- toasts and alerts
let toastTimer = 0;
function toast(text) {
  const box = $("toast");
  box.textContent = text; box.hidden = false;
  clearTimeout(toastTimer); toastTimer = setTimeout(() => { box.hidden = true; }, Math.min(8000, 2400 + text.length * 60));
}
function alertBox(text) { $("alert").querySelector("p").textContent = text; $("alert").showModal(); }
const pressing = new Map(); // press id -> key that waits; an answer may come before the id is known
const answers = new Map();
function answered(id, event) {
  const key = pressing.get(id);
  if (key === undefined) { answers.set(id, event); return; }
  pressing.delete(id); clearTimeout(key.timer); key.button.removeAttribute("aria-busy");
  if (event.text) (event.alert ? alertBox : toast)(event.text);
  if (event.url) follow(event.url);
}
async function press(button) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  const message = +button.closest("[data-id]").dataset.id;
  const { press: id } = await act("press", { message, row: +button.dataset.row, column: +button.dataset.column });
  if (!id) { button.removeAttribute("aria-busy"); return; }
  pressing.set(id, { button, timer: setTimeout(() => { pressing.delete(id); button.removeAttribute("aria-busy"); toast(say("no_answer")); }, 15000) });
  if (answers.has(id)) { answered(id, answers.get(id)); answers.delete(id); }
}

// ---- links into the bot itself stay on the page
function deepLink(address) {
  let url;
  try { url = new URL(address); } catch { return null; }
  const own = here.bot.toLowerCase(), name = url.pathname.slice(1).toLowerCase();
  if (!(url.hostname === "t.me" && name === own) && !(url.protocol === "tg:" && url.searchParams.get("domain")?.toLowerCase() === own)) return null;
  const group = url.searchParams.get("startgroup"), payload = group ?? url.searchParams.get("start") ?? "";
  return (group === null ? here.private : here.group) + (payload ? "?start=" + encodeURIComponent(payload) : "");
}
function follow(address) {
  const inside = deepLink(address);
  if (inside === null) window.open(address, "_blank", "noopener,noreferrer"); else location.href = inside;
}

// ---- popup: commands and inline results, with the arrow keys
let options = [];
function closePopup() { popup.hidden = true; options = []; $("menu").setAttribute("aria-expanded", "false"); }
function openPopup(items, className, fill, choose) {
  options = items.map((item) => {
    const option = document.createElement("button");
    option.type = "button"; option.className = "option " + className; option.setAttribute("role", "option");
    fill(option, item); option.addEventListener("click", () => choose(item));
    return option;
  });
  popup.replaceChildren(...options);
  popup.hidden = !options.length;
  if (options.length) pick(0);
}
function pick(index) {
  options.forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
  options[index]?.scrollIntoView({ block: "nearest" });
}
const picked = () => options.findIndex((option) => option.getAttribute("aria-selected") === "true");
function pair(option, bold, plain) {
  const b = document.createElement("b"), span = document.createElement("span");
  b.textContent = bold; span.textContent = plain; option.append(b, span);
}
async function showCommands(prefix) {
  let commands = [];
  try { commands = await (await fetch("/page/commands?chat=" + here.chat)).json(); } catch { toast(say("offline")); }
  if (prefix !== "" && words.value !== prefix) return;
  const matching = commands.filter((c) => ("/" + c.command).startsWith(prefix || "/"));
  $("menu").setAttribute("aria-expanded", String(matching.length > 0));
  openPopup(matching, "command", (o, c) => pair(o, "/" + c.command, c.description), (c) => {
    closePopup(); words.value = ""; grow(); words.focus();
    act("say", { text: "/" + c.command + (here.kind === "private" ? "" : "@" + here.bot) });
  });
}
let searching = 0;
async function showInline(query) {
  const mine = ++searching;
  await new Promise((done) => setTimeout(done, 260));
  if (mine !== searching) return;
  const found = await act("inline", { query });
  if (mine !== searching) return;
  openPopup(found.results || [], "found", (o, r) => pair(o, r.title, r.description), async (r) => {
    closePopup(); words.value = ""; grow(); words.focus();
    await act("choose", { search: found.search, id: r.id });
  });
  if (found.button?.start_parameter) {
    const option = document.createElement("button");
    option.type = "button"; option.className = "option"; pair(option, found.button.text, "");
    option.addEventListener("click", () => { location.href = here.private + "?start=" + encodeURIComponent(found.button.start_parameter); });
    popup.prepend(option); options.unshift(option); popup.hidden = false;
  }
  if (popup.hidden) {
    const nothing = document.createElement("div");
    nothing.className = "nothing"; nothing.textContent = say("no_results");
    popup.replaceChildren(nothing); popup.hidden = false;
  }
}

// ---- writing
function grow() { words.style.height = "auto"; words.style.height = Math.min(words.scrollHeight, 180) + "px"; }
function refer(kind, message) {
  context = { kind, id: +message.dataset.id };
  const text = message.querySelector(".text").cloneNode(true);
  text.querySelector(".stamp")?.remove();
  $("context").querySelector("b").textContent = kind === "edit" ? say("edit") : message.querySelector(".name")?.textContent || document.querySelector(".who h2").textContent;
  $("context").querySelector("span").textContent = text.textContent.trim().slice(0, 120);
  $("context").hidden = false;
  if (kind === "edit") { words.value = text.textContent.trim(); grow(); }
  words.focus();
}
function forget() { context = null; $("context").hidden = true; }
async function submit() {
  const text = words.value.trim();
  if (!text) return;
  words.value = ""; grow(); closePopup(); searching += 1;
  const about = context;
  forget();
  if (!here.payload) $("start")?.remove(); // as in Telegram: it stands only in an empty chat
  if (about?.kind === "edit") await act("edit", { message: about.id, text });
  else await act("say", { text, reply_to: about?.id });
}
function typed() {
  grow();
  const inline = words.value.match(new RegExp("^@" + here.bot + "\\s([\\s\\S]*)$", "i"));
  if (/^\/[a-z0-9_]*$/.test(words.value)) showCommands(words.value);
  else if (inline) showInline(inline[1]);
  else { searching += 1; closePopup(); }
}
$("form").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
words.addEventListener("input", typed);
words.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (!popup.hidden && options.length) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); pick((picked() + step + options.length) % options.length); return; }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); options[Math.max(0, picked())].click(); return; }
    if (event.key === "Tab" && options[0].classList.contains("command")) {
      event.preventDefault(); words.value = options[Math.max(0, picked())].querySelector("b").textContent + " "; typed(); return;
    }
  }
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
  if (event.key === "ArrowUp" && !words.value) {
    const own = [...log.querySelectorAll(here.kind === "channel" ? ".message" : ".message.out")].pop();
    if (own) { event.preventDefault(); refer("edit", own); }
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { closePopup(); forget(); document.querySelector(".more").open = false; }
  const typing = event.target.closest?.("textarea, select, input, dialog");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); words.focus(); words.value = "/"; typed(); }
  if ((event.key === "Enter" || event.key === " ") && event.target.classList?.contains("spoiler")) { event.preventDefault(); reveal(event.target); }
});
$("menu").addEventListener("click", () => { if (popup.hidden) { showCommands(""); words.focus(); } else closePopup(); });
$("forget").addEventListener("click", forget);
$("start")?.addEventListener("click", async (event) => {
  event.currentTarget.remove();
  const command = here.kind === "private" ? "/start" : "/start@" + here.bot;
  await act("say", { text: here.payload ? command + " " + here.payload : command });
  history.replaceState(null, "", location.pathname);
});

// ---- clicks in the log
function reveal(spoiler) { for (const s of spoiler.closest(".text").querySelectorAll(".spoiler")) s.classList.add("shown"); }
log.addEventListener("click", (event) => {
  const target = event.target, key = target.closest(".key");
  const spoiler = target.closest(".spoiler:not(.shown)"), link = target.closest("a");
  if (spoiler) { event.preventDefault(); reveal(spoiler); return; }
  if (key?.dataset.row !== undefined) { press(key); return; }
  if (key?.dataset.copy !== undefined) { copy(key.dataset.copy); return; }
  if (key?.dataset.write !== undefined) { words.value = key.dataset.write; words.focus(); typed(); return; }
  if (target.closest(".unfold")) { unfold(target.closest(".expandable")); return; }
  if (link?.dataset.say) { event.preventDefault(); act("say", { text: link.dataset.say }); return; }
  if (link?.classList.contains("quoted-message")) { event.preventDefault(); const old = document.querySelector(link.getAttribute("href")); old?.scrollIntoView({ block: "center" }); old?.classList.add("flash"); setTimeout(() => old?.classList.remove("flash"), 1200); return; }
  if (link && deepLink(link.href) !== null) { event.preventDefault(); follow(link.href); return; }
  const code = target.closest(".copyable");
  if (code && !String(getSelection())) copy(code.textContent);
});
log.addEventListener("dblclick", (event) => { const message = event.target.closest(".message"); if (message && !event.target.closest(".key")) { getSelection().removeAllRanges(); refer("reply", message); } });
async function copy(text) { try { await navigator.clipboard.writeText(text); toast(say("copied")); } catch { toast(text); } }
scroll.addEventListener("scroll", () => { if (near()) missed = 0; showDown(); seen(); }, { passive: true });
$("down").addEventListener("click", () => toEnd());
$("older")?.addEventListener("click", async (event) => {
  const knob = event.currentTarget, first = log.querySelector("[data-id]"), height = scroll.scrollHeight;
  const page = await (await fetch(`/page/older?chat=${here.chat}&thread=${here.thread}&before=${first.dataset.id}`)).json();
  const box = document.createElement("template");
  box.innerHTML = page.html;
  log.prepend(box.content); dress(log); arrange();
  scroll.scrollTop += scroll.scrollHeight - height;
  if (!page.earlier) knob.remove();
});

// ---- the frame
let moving = false; // this page changes the bot's place here itself, and loads again when all is done
for (const knob of document.querySelectorAll("[data-bot-status]")) knob.addEventListener("click", async () => {
  moving = true;
  await act("bot", { status: knob.dataset.botStatus });
  if (knob.dataset.then) await act("say", { text: knob.dataset.then });
  location.reload();
});
document.addEventListener("click", (event) => {
  const more = document.querySelector(".more");
  if (!more.contains(event.target)) more.open = false;
  if (!event.target.closest(".composer")) closePopup();
});
$("language").addEventListener("change", async (event) => { await act("language", { code: event.target.value }); location.reload(); });
function theme(name) { if (name) document.documentElement.dataset.theme = name; }
theme(localStorage.getItem("theme"));
$("theme").addEventListener("click", () => {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  localStorage.setItem("theme", dark ? "light" : "dark"); theme(dark ? "light" : "dark");
});
async function lever(knob, deed, given) {
  knob.disabled = true;
  const result = await act(deed, given);
  knob.disabled = false;
  if (result.failed) toast(say("failed") + result.failed);
  else if (!result.error) toast(result.said || say("done"));
}
$("jump")?.addEventListener("click", (event) => lever(event.currentTarget, "jump"));
$("drop")?.addEventListener("click", () => $("dropping").showModal());
$("dropping").addEventListener("close", (event) => {
  const box = event.target.querySelector("textarea");
  if (event.target.returnValue === "drop" && box.value.trim()) { lever($("drop"), "drop", { text: box.value }); box.value = ""; }
});
for (const box of document.querySelectorAll("dialog")) box.addEventListener("click", (event) => { if (event.target === box) box.close(""); });

// ---- what happens meanwhile
function happened(event) {
  if (event.now) tellTime(event.now);
  if (event.list !== undefined) { $("chats").innerHTML = event.list; stampList(); }
  const mine = event.key === here.key;
  if (event.type === "reload" || (event.type === "chat" && String(event.chat) === here.chat)) { if (!moving) location.reload(); return; }
  if (event.type === "answered") answered(event.press, event);
  if (event.type === "read") clearBadge(event.key);
  if (!mine) return;
  if (event.type === "posted") add(event);
  if (event.type === "edited") replace(event);
  if (event.type === "deleted") { $("m" + event.id)?.remove(); arrange(); }
  if (event.type === "action") busy();
}
const feed = new EventSource("/page/events?since=" + here.mark);
feed.onmessage = (event) => happened(JSON.parse(event.data));
feed.onerror = () => { status.textContent = say("offline"); status.classList.add("busy"); };
feed.onopen = () => { idle(); here.live = "yes"; };
addEventListener("pagehide", () => feed.close());
document.addEventListener("visibilitychange", seen);
addEventListener("focus", seen);

tellTime(+here.now); dress(document); arrange(); stampList(); grow();
if ($("unread")) $("unread").scrollIntoView({ block: "center" }); else scroll.scrollTop = scroll.scrollHeight;
showDown(); seen();
if (matchMedia("(pointer: fine)").matches) words.focus();
