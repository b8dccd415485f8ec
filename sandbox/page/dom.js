// Builds elements. Text is always text: nothing here ever reads markup.

export const $ = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== ""));
  return made;
}

export function avatar(name, key) {
  let hue = 0;
  for (const letter of key) hue = (hue * 31 + letter.codePointAt(0)) % 8;
  return el("span", { class: `face-of hue${hue}`, "aria-hidden": "true" }, [...name][0] || "·");
}

let fading;
export function toast(text) {
  const box = $("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { box.hidden = true; }, 3500);
}

export function alertBox(text) {
  const box = $("alert");
  box.querySelector("p").textContent = text;
  box.showModal();
}

export function ask(dialog) {
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok"), { once: true });
  });
}

export async function tried(act) {
  try {
    return await act();
  } catch (error) {
    toast(error.message);
    return null;
  }
}
