import { computed, reactive, readonly } from 'vue';
import { anonymous, api, ApiError, data, type Schemas, useTokens } from '@/api/client';

const KEY = 'tinybase.session';

/** Keys of the browser's storage that begin so are forgotten with the session. */
const DRAFTS = 'tinybase.draft.';

/** Before the access token expires it is renewed, so that no request is refused for it. */
const EARLY_MS = 60_000;

interface Session {
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
  email: string;
  isAdmin: boolean;
}

const state = reactive({
  session: stored(),
  /** The session has ended while somebody was at work: a dialog asks for the password. */
  isExpired: false,
});

let renewal: Promise<string | null> | null = null;
let returned: ((token: string | null) => void)[] = [];

function stored(): Session | null {
  const text = localStorage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as Session);
}

function keep(tokens: Schemas['Tokens']): Session {
  const session = {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    expiresAt: Date.now() + tokens.expires_in * 1000,
    email: tokens.email,
    isAdmin: tokens.is_admin,
  };
  localStorage.setItem(KEY, JSON.stringify(session));
  goOn(session);
  return session;
}

/** What waits for a session goes on with this one. */
function goOn(session: Session): void {
  state.session = session;
  state.isExpired = false;
  returned.splice(0).forEach((resume) => resume(session.accessToken));
}

function forget(): void {
  localStorage.removeItem(KEY);
  // What somebody has written and not saved is nobody else's.
  Object.keys(localStorage)
    .filter((key) => key.startsWith(DRAFTS))
    .forEach((key) => localStorage.removeItem(key));
  sessionStorage.clear();
  state.session = null;
  state.isExpired = false;
  returned.splice(0).forEach((resume) => resume(null));
}

async function login(email: string, password: string): Promise<void> {
  keep(await data(anonymous.POST('/api/auth/login', { body: { email, password } })));
}

/** Makes the first admin, by the token of the set-up link, and logs in. */
async function setUp(token: string, email: string, password: string): Promise<void> {
  keep(await data(anonymous.POST('/api/auth/setup', { body: { token, email, password } })));
}

/** The person has another e-mail from now on. */
function rename(email: string): void {
  if (state.session !== null) {
    state.session = { ...state.session, email };
    localStorage.setItem(KEY, JSON.stringify(state.session));
  }
}

async function logout(): Promise<void> {
  try {
    await api.POST('/api/auth/logout');
  } finally {
    forget();
  }
}

async function refresh(): Promise<string | null> {
  const session = state.session;
  if (session === null) {
    return null;
  }
  try {
    const body = { refresh_token: session.refreshToken };
    return keep(await data(anonymous.POST('/api/auth/refresh', { body }))).accessToken;
  } catch (failure) {
    if (!(failure instanceof ApiError) || failure.status === 0 || failure.status >= 500) {
      throw failure;
    }
    const now = stored();
    if (now !== null && now.refreshToken !== session.refreshToken) {
      goOn(now); // another tab was faster
      return now.accessToken;
    }
    return askAgain();
  }
}

/** What was begun goes on when the same person is back. */
function askAgain(): Promise<string | null> {
  state.isExpired = true;
  return new Promise((resume) => returned.push(resume));
}

function renew(): Promise<string | null> {
  renewal ??= refresh().finally(() => (renewal = null));
  return renewal;
}

useTokens({
  async access() {
    const session = state.session;
    if (session === null) {
      return null;
    }
    return Date.now() > session.expiresAt - EARLY_MS ? renew() : session.accessToken;
  },
  async renew(refused) {
    const now = state.session?.accessToken ?? null;
    return now !== refused ? now : renew();
  },
});

// Another tab has logged in, out, or renewed its tokens.
window.addEventListener('storage', (event) => {
  if (event.key === KEY) {
    const session = stored();
    if (session === null) {
      forget();
    } else {
      goOn(session);
    }
  }
});

const browserSession = {
  state: readonly(state),
  user: computed(() => state.session),
  login,
  setUp,
  rename,
  logout,
  forget,
};

/** The one session of this browser. */
export function useSession() {
  return browserSession;
}
