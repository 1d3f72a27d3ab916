import dev.tinybase.sdk.*;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

record Page(int status, String contentType, int length, String beginning) {}

record Address(URI url) {}

/** Admins only: who may name the address may reach what this machine can reach. */
@Register(
    name = "fetch_url",
    description = "Fetches a page and tells what it is",
    auth = Auth.ADMIN,
    tags = "http",
    timeout = "20s")
Page fetchUrl(Context ctx, Address address) throws IOException, InterruptedException {
  var scheme = address.url().getScheme();
  if (!"http".equals(scheme) && !"https".equals(scheme)) {
    throw new FunctionException("invalid_url", "The URL must begin with http:// or https://.");
  }
  var request = HttpRequest.newBuilder(address.url()).timeout(Duration.ofSeconds(10)).build();
  var answer = ctx.http().send(request, BodyHandlers.ofString());
  var text = answer.body();
  return new Page(
      answer.statusCode(),
      answer.headers().firstValue("Content-Type").orElse("unknown"),
      text.length(),
      text.substring(0, Math.min(200, text.length())));
}
