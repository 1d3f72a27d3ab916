// A conversation in the types of openapi-typescript: node openapi-fetch.js URL
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./api";

const credentials = { email: "fetch@example.com", password: "correct horse battery" };
const api = createClient<paths>({
  baseUrl: process.argv[2] ?? "",
  querySerializer: { array: { style: "form", explode: false } },
});

/** What a request that must succeed answers. */
function data<T>(reply: { data?: T; error?: unknown; response: Response }): T {
  assert.ok(reply.response.ok, JSON.stringify(reply.error));
  return reply.data as T;
}

async function main(): Promise<void> {
  data(await api.POST("/api/auth/register", { body: credentials }));
  const tokens = data(await api.POST("/api/auth/login", { body: credentials }));
  api.use({
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${tokens.access_token}`);
    },
  });

  const made = await api.POST("/api/collections/posts/records", {
    body: { data: { title: "First", tags: ["a", "b"], extra: { color: "red", size: [1, 2] } } },
  });
  const post = data(made);
  assert.equal(post.data.status, "draft");
  const votes: number = post.data.votes;
  assert.equal(votes, 5);

  const list = data(
    await api.GET("/api/collections/posts/records", {
      params: {
        query: {
          filter: JSON.stringify({
            title: { starts_with: "F" },
            status: "draft",
          } satisfies components["schemas"]["posts.RecordFilter"]),
          sort: ["-created_at", "title"],
          fields: ["title", "votes"],
          limit: 10,
        },
      },
    }),
  );
  assert.deepEqual(list.records.map((record) => record.id), [post.id]);
  const found = data(
    await api.POST("/api/collections/posts/records/query", {
      body: { filter: { votes: { gte: 6 } }, sort: ["-votes"], total: true },
    }),
  );
  assert.equal(found.total, 0);

  const path = { record_id: post.id };
  const etag = made.response.headers.get("ETag") ?? "";
  const changed = data(
    await api.PATCH("/api/collections/posts/records/{record_id}", {
      params: { path, header: { "If-Match": etag } },
      body: { data: { votes: { $inc: 2 }, tags: { $append: ["c"] } } },
    }),
  );
  assert.equal(changed.data.votes, 7);
  assert.deepEqual(changed.data.tags, ["a", "b", "c"]);
  const stale = await api.PATCH("/api/collections/posts/records/{record_id}", {
    params: { path, header: { "If-Match": etag } },
    body: { data: { title: "Second" } },
  });
  assert.equal(stale.response.status, 412);

  const refused = await api.POST("/api/collections/posts/records", {
    body: { data: { title: "x" } },
  });
  assert.ok(refused.error && "errors" in refused.error);
  assert.equal(refused.error.errors?.[0]?.field, "title");
  const invalid = await api.POST("/api/auth/login", { body: { email: "x", password: "y" } });
  assert.equal(invalid.response.status, 422);
  assert.ok(invalid.error && Array.isArray(invalid.error.detail));
  assert.deepEqual(invalid.error.detail[0]?.loc, ["body", "email"]);

  const bought = data(
    await api.POST("/api/functions/buy", { body: { product: "tea", count: 2, notes: { gift: true } } }),
  );
  if (bought.status === "succeeded") {
    const total: number = bought.result.total;
    assert.equal(total, 5);
  } else {
    assert.fail("call_id" in bought ? bought.call_id : "");
  }
  const failed = data(await api.POST("/api/functions/buy", { body: { product: "gold", count: 1 } }));
  assert.ok(failed.status === "failed" && failed.error_code === "out_of_stock");

  const own = data(await api.POST("/api/collections/users/records", { body: { data: { text: "Tea" } } }));
  assert.equal(own.data.text, "Tea");
}

void main().then(() => console.log("done"));
