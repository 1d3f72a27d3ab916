// A conversation with the client of hey-api: node hey-api.js URL
import assert from "node:assert/strict";
import {
  authLogin,
  authRegister,
  callBuy,
  createPostsRecord,
  listPostsRecords,
  type PostsRecordFilter,
  queryPostsRecords,
  updatePostsRecord,
} from "./hey";
import { client } from "./hey/client.gen";

const credentials = { email: "hey@example.com", password: "correct horse battery" };

async function main(): Promise<void> {
  client.setConfig({ baseUrl: process.argv[2] ?? "" });
  await authRegister({ body: credentials, throwOnError: true });
  const login = await authLogin({ body: credentials, throwOnError: true });
  client.setConfig({ auth: () => login.data.access_token });

  const made = await createPostsRecord({
    body: { data: { title: "First", tags: ["a", "b"], extra: { color: "red" } } },
    throwOnError: true,
  });
  const votes: number = made.data.data.votes;
  assert.equal(votes, 5);

  const filter: PostsRecordFilter = { title: { starts_with: "F" }, votes: 5 };
  const list = await listPostsRecords({
    query: { filter: JSON.stringify(filter), sort: ["-created_at", "title"], fields: ["title"] },
    throwOnError: true,
  });
  assert.deepEqual(list.data.records.map((record) => record.id), [made.data.id]);
  const found = await queryPostsRecords({ body: { filter }, throwOnError: true });
  assert.equal(found.data.total, 1);

  const path = { record_id: made.data.id };
  const headers = { "If-Match": made.response.headers.get("ETag") ?? "" };
  const changed = await updatePostsRecord({
    path,
    headers,
    body: { data: { votes: { $inc: 2 } } },
    throwOnError: true,
  });
  assert.equal(changed.data.data.votes, 7);
  const stale = await updatePostsRecord({ path, headers, body: { data: { title: "Second" } } });
  assert.equal(stale.response?.status, 412);

  const refused = await createPostsRecord({ body: { data: { title: "x" } } });
  assert.ok(refused.error && "errors" in refused.error);
  assert.equal(refused.error.errors?.[0]?.field, "title");

  const bought = await callBuy({ body: { product: "tea", count: 2 }, throwOnError: true });
  assert.ok(bought.data.status === "succeeded");
  assert.equal(bought.data.result.total, 5);
  const failed = await callBuy({ body: { product: "gold", count: 1 }, throwOnError: true });
  assert.ok(failed.data.status === "failed");
  assert.equal(failed.data.error_code, "out_of_stock");
}

void main().then(() => console.log("done"));
