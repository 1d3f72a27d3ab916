// A conversation with the club: node dist/conversation.js http://localhost:8000 admin@example.com 'password'
import assert from "node:assert/strict";
import { ApiError, TinyBase, memoryStore } from "./tinybase.js";

const [url = "http://localhost:8000", email = "admin@example.com", password = "correct horse battery"] = process.argv.slice(2);
const run = Date.now().toString(36); // so that it can run again and again on the same server

async function member(name: string): Promise<TinyBase> {
  const client = new TinyBase(url);
  const address = `${name.toLowerCase()}-${run}@example.com`;
  await client.register(address, "correct horse battery");
  await client.login(address, "correct horse battery");
  await client.records("members").create({ name, interests: ["football"], visible: name === "Ada" });
  return client;
}

// The board plans an event with two places.
const board = new TinyBase(url);
await board.login(email, password);
const venue = (await board.records("venues").list({ sort: ["name"], limit: 1 })).records[0];
assert.ok(venue, "the seed data is there");
const party = await board.records("events").create({
  title: `Party ${run}`, kind: "party", starts_at: "2035-07-05T16:00:00Z", venue_id: venue.id, places: 2, fee: "12.50", status: "open",
});
console.log(`planned ${party.data.title} with ${party.data.places} places`);

// Members come; the third one waits, and gets the place of the first.
const [ada, ben, cy] = [await member("Ada"), await member("Ben"), await member("Cy")];
for (const client of [ada, ben, cy]) {
  const place = await client.call("register_for_event", { event: party.id });
  console.log(`${place.status}, ${place.waitingBefore} waiting before`);
}
assert.equal((await ada.records("payments").list()).records[0]?.data.amount, "12.5");
assert.deepEqual(await ada.call("cancel_registration", { event: party.id }), { placeGiven: true });
const [place] = (await cy.records("registrations").list({ filter: { status: "confirmed" } })).records;
assert.equal(place?.data.event_id, party.id);
console.log("the place that was given back went to who waited");

// What a function refuses, and what the server does.
const twice = await ben.call("register_for_event", { event: party.id }).catch((error: unknown) => error);
assert.ok(twice instanceof ApiError && twice.code === "already_registered");
const bad = await ben.call("register_for_event", { event: "none" }).catch((error: unknown) => error);
assert.ok(bad instanceof ApiError && bad.fields[0]?.field === "event");
const wrong = await board.records("teams").create({ name: "", sport: "chess", yearly_fee: -1 }).catch((error: unknown) => error);
assert.ok(wrong instanceof ApiError && wrong.response.status === 400 && wrong.body.request_id);
assert.deepEqual(wrong.fields.map((it) => it.field), ["name", "yearly_fee"]);
const denied = await ada.records("teams").create({ name: "Mine", sport: "chess", yearly_fee: 1 }).catch((error: unknown) => error);
assert.ok(denied instanceof ApiError && denied.response.status === 403);
console.log(`refused: ${twice.message} / ${wrong.message}`);

// Everybody reads what is published; everybody sees members who show themselves; nobody the board's notes.
assert.ok((await new TinyBase(url).records("news").list({ limit: 1 })).records.every((it) => it.data.published));
const seen = await ben.records("members").list({ filter: { owner_id: { ne: "$user.id" }, visible: true } });
assert.ok(seen.records.every((it) => it.data.visible && it.data.board_notes === undefined));

// Rows by the hundred, page by page, and a request that is sent twice makes one record.
const rows = Array.from({ length: 250 }, (_, i) => ({ name: `Team ${run} ${i}`, sport: "tennis" as const, yearly_fee: i }));
assert.equal((await board.records("teams").import(rows)).inserted, 250);
assert.equal((await board.records("teams").import(rows.map((it) => ({ ...it, trainer: "Luis" })), "name")).updated, 250);
let counted = 0;
for await (const team of board.records("teams").all({ filter: { name: { starts_with: `Team ${run}` } }, sort: ["yearly_fee"], limit: 100 })) {
  assert.equal(team.data.yearly_fee, String(counted++));
}
assert.equal(counted, 250);
const note = { title: `Note ${run}` };
const once = { headers: { "Idempotency-Key": run } };
const [first, again] = [await board.records("news").create(note, once), await board.records("news").create(note, once)];
assert.equal(first.id, again.id);
console.log(`${counted} teams imported, changed and read`);

// Two editors: the later one learns of the earlier one.
let tag = "";
await board.records("news").get(first.id, { onResponse: (response) => (tag = response.headers.get("ETag") ?? "") });
await board.records("news").update(first.id, { published: true }, { headers: { "If-Match": tag } });
const stale = await board.records("news").update(first.id, { title: "Late" }, { headers: { "If-Match": tag } })
  .catch((error: unknown) => error);
assert.ok(stale instanceof ApiError && stale.response.status === 412);

// Tokens that are about to expire, or that the server refuses, are renewed once for all requests that wait.
const store = memoryStore();
const reader = new TinyBase(url, store);
await reader.login(email, password);
const old = store.get();
assert.ok(old);
store.set({ ...old, expires_at: 0 });
await Promise.all([1, 2, 3].map(() => reader.records("events").list({ limit: 1 })));
const renewed = store.get();
assert.ok(renewed && renewed.refresh_token !== old.refresh_token);
store.set({ ...renewed, access_token: renewed.access_token.slice(0, -2) + "xx" });
assert.equal((await reader.records("payments").list({ limit: 1 })).records.length, 1, "an admin again after the refresh");
console.log("tokens were renewed without notice");

// A request that nobody waits for any more.
const stop = new AbortController();
stop.abort();
await assert.rejects(reader.records("events").list({}, { signal: stop.signal }), { name: "AbortError" });

await reader.logout();
assert.equal(store.get(), null);
await board.call("monthly_report", {});
console.log("done");
