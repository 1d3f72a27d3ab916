package dev.tinybase.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Http;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One bad request and how it must be refused.
 *
 * @param status the documented answer
 * @param mentions what the answer's body must name, so that the caller finds the place
 */
record Case(String method, String path, byte[] body, int status, List<String> mentions) {
  /** What names a library or a defect, and so has no place in an answer. */
  static final String[] LIBRARIES = {
    "Exception", "\tat ", "Feature", "Constraints", "JsonToken", "jackson", "BigDecimal", "REDACTED"
  };

  /** A request with a JSON body; a lone {@code '} in it stands for a quotation mark. */
  static Case of(String method, String path, String body, int status, String... mentions) {
    var bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new Case(method, path, bytes, status, List.of(mentions));
  }

  /** A request without a body. */
  static Case get(String path, int status, String... mentions) {
    return of("GET", path, "", status, mentions);
  }

  /** Sends it and checks the answer. */
  void check(Http http) {
    var reply = http.send(method, path, body);
    assertThat(reply.status()).as("%s%n%s", this, reply.text()).isEqualTo(status);
    checkBody(reply);
  }

  private void checkBody(Http.Reply reply) {
    var json = reply.json();
    assertThat(json.path("code").stringValue("")).as("code of %s", this).matches("[a-z_]+");
    assertThat(json.path("request_id").stringValue("")).as("%s", this).isNotEmpty();
    assertThat(json.path("detail").toString()).as("detail of %s", this).hasSizeGreaterThan(4);
    assertThat(reply.text()).as("%s", this).doesNotContain(LIBRARIES);
    mentions.forEach(it -> assertThat(reply.text()).as("%s", this).contains(it));
  }

  @Override
  public String toString() {
    var text = new String(Arrays.copyOf(body, Math.min(body.length, 200)), StandardCharsets.UTF_8);
    return method
        + " "
        + (path.length() > 200 ? path.substring(0, 200) + "..." : path)
        + " "
        + text;
  }
}
