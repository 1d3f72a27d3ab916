package dev.tinybase.sdk;

import java.time.Instant;

/**
 * The job that makes a function run; see {@link Context#job}.
 *
 * <p>A job runs at least once: when the server dies in the middle, it runs again from its
 * beginning, with the same id. What must not happen twice is remembered by that id.
 *
 * {@snippet :
 * record Receipt(String text) {}
 *
 * @Register(name = "send_receipt", auth = Auth.ADMIN)
 * void sendReceipt(Context ctx, Receipt receipt) throws Exception {
 *   var key = ctx.job().map(Job::id).orElse(ctx.callId());
 *   var request =
 *       HttpRequest.newBuilder(URI.create("https://mail.example.org/send"))
 *           .header("Idempotency-Key", key)
 *           .POST(HttpRequest.BodyPublishers.ofString(receipt.text()))
 *           .build();
 *   ctx.http().send(request, HttpResponse.BodyHandlers.discarding());
 * }
 * }
 *
 * @param id the same in all attempts
 * @param attempt 1 for the first start, 2 for the second, and so on; starts that a stop or a crash
 *     interrupted count too
 * @param scheduledAt of a schedule's run the moment it was planned for, else when it was to run at
 *     the earliest; the same in all attempts
 */
public record Job(String id, int attempt, Instant scheduledAt) {}
