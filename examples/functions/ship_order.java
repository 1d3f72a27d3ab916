import dev.tinybase.sdk.*;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

record Shipment(@NotBlank String order) {}

/**
 * Marks the order as shipped and has its customer told: both happen, or neither. A mail service
 * that does not answer keeps nobody waiting here.
 */
@Register(name = "ship_order", description = "Ships an order", auth = Auth.ADMIN, tags = "shop")
String shipOrder(Context ctx, Shipment shipment) {
  return ctx.transaction(() -> {
    var orders = ctx.records("orders");
    if (orders.get(shipment.order()).flag("shipped")) {
      throw new FunctionException("shipped_already", "The order is on its way already.");
    }
    orders.update(shipment.order(), Map.of("shipped", true));
    return ctx.enqueue("tell_customer", shipment, JobOptions.DEFAULT.attempts(10));
  });
}

/**
 * Runs as a job, until the mail service has taken the message. A run may come twice, after a crash
 * in the middle: the service knows the job's id and sends one mail.
 */
@Register(name = "tell_customer", description = "Says that an order is on its way", auth = Auth.ADMIN)
void tellCustomer(Context ctx, Shipment shipment) throws IOException, InterruptedException {
  var order = ctx.records("orders").get(shipment.order());
  var text = order.integer("quantity") + " of " + order.text("item") + " are on their way.";
  var request =
      HttpRequest.newBuilder(URI.create(ctx.secret("MAIL_URL")))
          .header("Idempotency-Key", ctx.job().map(Job::id).orElse(ctx.callId()))
          .POST(HttpRequest.BodyPublishers.ofString(text))
          .build();
  var answer = ctx.http().send(request, HttpResponse.BodyHandlers.discarding());
  if (answer.statusCode() >= 300) {
    var message = "The mail service has answered with " + answer.statusCode() + ".";
    throw new FunctionException("mail_not_sent", message);
  }
}
