// Talks to the server. Refusals come as Error with a Chinese message.

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || `试用环境出错（${response.status}）。`);
  return body;
}

export async function get(path, query = {}) {
  return answer(await fetch(`/sandbox/api/${path}?${new URLSearchParams(query)}`, { cache: "no-store" }));
}

export async function post(path, body) {
  const form = body instanceof FormData;
  const headers = { "X-Sandbox": "page", ...(form ? {} : { "Content-Type": "application/json" }) };
  return answer(await fetch(`/sandbox/api/${path}`, { method: "POST", headers, body: form ? body : JSON.stringify(body) }));
}

export function listen(onChange, onLost) {
  const source = new EventSource("/sandbox/api/events");
  source.onmessage = (event) => onChange(JSON.parse(event.data));
  source.onerror = onLost;
}
