import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.sdk.*;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

static final Duration TOLERANCE = Duration.ofMinutes(5);

/**
 * Receives webhooks that are signed as Standard Webhooks say (standardwebhooks.com): an HMAC over
 * id, time and the very bytes of the body. The secret is set with
 * {@code tinybase secrets set WEBHOOK_SECRET}.
 */
@Register(
    name = "signed_webhook",
    description = "Receives signed webhooks",
    auth = Auth.PUBLIC,
    tags = "webhooks")
Response receive(Context ctx, Request request) throws GeneralSecurityException {
  var id = request.header("webhook-id").orElse("");
  var time = request.header("webhook-timestamp").orElse("");
  if (!isRecent(ctx.now(), time) || !isSigned(ctx, request, id, time)) {
    ctx.log().warn("Refused a webhook with id '{}'", id);
    return Response.text("The signature is not valid.").withStatus(401);
  }
  var events = ctx.records("events").asAdmin();
  // A sender that saw no answer sends again: the id tells.
  if (events.findFirst(Filter.eq("message_id", id)).isEmpty()) {
    events.create(Map.of("message_id", id, "body", request.text()));
  }
  return Response.status(204);
}

boolean isRecent(Instant now, String seconds) {
  try {
    var sent = Instant.ofEpochSecond(Long.parseLong(seconds));
    return Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
  } catch (NumberFormatException e) {
    return false;
  }
}

boolean isSigned(Context ctx, Request request, String id, String time)
    throws GeneralSecurityException {
  var mac = Mac.getInstance("HmacSHA256");
  var secret = ctx.secret("WEBHOOK_SECRET");
  mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
  mac.update((id + "." + time + ".").getBytes(UTF_8));
  var expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(request.body()));
  for (var signature : request.header("webhook-signature").orElse("").split(" ")) {
    if (MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8))) {
      return true;
    }
  }
  return false;
}
