import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.hooks.*;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

static final String ENDPOINTS = "webhook_endpoints";
static final String DELIVERIES = "webhook_deliveries";
static final JobOptions TRIES = JobOptions.DEFAULT.attempts(10);

@OnRecordCreate
void created(Context ctx, RecordCreated event) {
  announce(ctx, event.collection(), "created", event.change(), event.record());
}

@OnRecordUpdate
void updated(Context ctx, RecordUpdated event) {
  announce(ctx, event.collection(), "updated", event.change(), event.after());
}

@OnRecordDelete
void deleted(Context ctx, RecordDeleted event) {
  announce(ctx, event.collection(), "deleted", event.change(), event.record());
}

/** Keeps a delivery for each endpoint that wants the event, and has it sent by a job. */
void announce(Context ctx, String collection, String what, long change, Record record) {
  var event = collection + "." + what;
  if (collection.equals(DELIVERIES) || collection.equals(ENDPOINTS)) {
    return;
  }
  var wanted =
      Filter.and(
          Filter.eq("active", true),
          Filter.or(Filter.has("events", event), Filter.has("events", "*")));
  ctx.records(ENDPOINTS).stream(Query.where(wanted))
      .forEach(endpoint -> {
        var body =
            Map.of(
                "type", event,
                "timestamp", record.updatedAt(),
                "data", Map.of("id", record.id(), "record", record.data()));
        deliver(ctx, endpoint, "msg_" + change + "_" + endpoint.id(), event, ctx.json(body));
      });
}

/** The id is the same when the hook runs again, so nothing is kept twice. */
void deliver(Context ctx, Record endpoint, String id, String event, String body) {
  ctx.transaction(() -> {
    var deliveries = ctx.records(DELIVERIES);
    if (deliveries.findFirst(Filter.eq("message_id", id)).isEmpty()) {
      var delivery =
          deliveries.create(
              Map.of("message_id", id, "endpoint", endpoint.id(), "event", event, "body", body));
      ctx.enqueue("send_webhook", new Send(delivery.id()), TRIES);
    }
    return null;
  });
}

record Send(String delivery) {}

/** One attempt; where it fails, the job is tried again, later each time, for about an hour and a half. */
@Register(
    name = "send_webhook",
    description = "Sends a delivery to its endpoint",
    auth = Auth.ADMIN,
    timeout = "30s")
void send(Context ctx, Send send) {
  var deliveries = ctx.records(DELIVERIES);
  var delivery = deliveries.get(send.delivery());
  var endpoint = ctx.records(ENDPOINTS).get(delivery.text("endpoint"));
  boolean last = ctx.job().map(job -> job.attempt() >= TRIES.attempts()).orElse(true);
  try {
    int status = post(ctx, URI.create(endpoint.text("url")), delivery);
    if (status < 200 || status > 299) {
      throw new IOException("The endpoint answered " + status + ".");
    }
    note(deliveries, delivery, "delivered", "" + status);
  } catch (IOException e) {
    note(deliveries, delivery, last ? "failed" : "waiting", e.getMessage());
    throw new FunctionException("not_delivered", e.getMessage());
  }
}

int post(Context ctx, URI url, Record delivery) throws IOException {
  var id = delivery.text("message_id");
  var body = delivery.text("body");
  long now = ctx.now().getEpochSecond();
  var address = PublicAddress.of(url.getHost(), Boolean.TRUE.equals(ctx.setting("allow_private_addresses")));
  var headers =
      Map.of(
          "Content-Type", "application/json",
          "webhook-id", id,
          "webhook-timestamp", "" + now,
          "webhook-signature", Signature.of((String) ctx.setting("secret"), id, now, body));
  return new HttpPost(url, address, headers).send(body.getBytes(UTF_8));
}

void note(Records deliveries, Record delivery, String status, String answer) {
  deliveries.update(
      delivery.id(),
      Map.of("status", status, "answer", answer, "attempts", Map.of("$inc", 1)));
}
