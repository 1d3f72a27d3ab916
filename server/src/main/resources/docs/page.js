'use strict';

// Everything is asked for relative to this page, so that it works below any path of a host.
const base = new URL('.', location.href).pathname.replace(/\/$/, '');
const login = document.getElementById('login');
const account = document.getElementById('account');
const message = document.getElementById('message');

// The session lives as long as the tab, and no other page sees it.
const KEY = 'tinybase.session';
let session = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');

function keep(tokens) {
  session = tokens && {
    access: tokens.access_token,
    refresh: tokens.refresh_token,
    email: tokens.email,
    expires: Date.now() + tokens.expires_in * 1000,
  };
  if (session) {
    sessionStorage.setItem(KEY, JSON.stringify(session));
  } else {
    sessionStorage.removeItem(KEY);
  }
}

function post(path, body, token) {
  return fetch(base + path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
  });
}

let renewing = null;

// The access token; renewed once by all that need it when it is about to expire.
async function token() {
  if (session && session.expires < Date.now() + 30_000) {
    renewing ??= renew().finally(() => { renewing = null; });
    await renewing;
  }
  return session?.access;
}

async function renew() {
  const reply = await post('/api/auth/refresh', { refresh_token: session.refresh });
  if (reply.ok) {
    keep(await reply.json());
  } else if (reply.status < 500 && reply.status !== 429) {
    keep(null);
    show();
    message.textContent = 'The session is over. Log in again.';
  }
}

async function withToken(request) {
  const current = await token();
  if (current && new URL(request.url, location.href).origin === location.origin) {
    request.headers ??= {};
    request.headers.Authorization ??= `Bearer ${current}`;
  }
  return request;
}

function show() {
  login.hidden = session !== null;
  account.hidden = session === null;
  document.getElementById('email').textContent = session?.email ?? '';
}

login.addEventListener('submit', async (event) => {
  event.preventDefault();
  message.textContent = '';
  const form = new FormData(login);
  try {
    const reply = await post('/api/auth/login', {
      email: form.get('email'),
      password: form.get('password'),
    });
    const answer = await reply.json();
    if (reply.ok) {
      keep(answer);
      location.reload();
    } else {
      message.textContent =
        typeof answer.detail === 'string' ? answer.detail : 'Enter an e-mail address and a password.';
    }
  } catch {
    message.textContent = 'The server cannot be reached.';
  }
});

account.addEventListener('submit', async (event) => {
  event.preventDefault();
  const last = session;
  keep(null);
  try {
    await post('/api/auth/logout', {}, last.access);
  } finally {
    location.reload();
  }
});

async function load() {
  const request = await withToken({ url: `${base}/openapi.json`, headers: {} });
  const reply = await fetch(request.url, { headers: request.headers });
  const spec = await reply.json();
  if (session && !reply.ok) {
    message.textContent = spec.detail;
  }
  spec.servers = [{ url: base || '/' }];
  document.title = spec.info.title;
  SwaggerUIBundle({
    spec,
    dom_id: '#swagger-ui',
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    filter: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    requestInterceptor: withToken,
  });
}

const dark = matchMedia('(prefers-color-scheme: dark)');

function shade() {
  document.documentElement.classList.toggle('dark-mode', dark.matches);
}

dark.addEventListener('change', shade);
shade();
show();
load();
