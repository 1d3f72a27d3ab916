package dev.tinybase.collections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Records and collections at the limits of the databases. */
@ParameterizedClass
@EnumSource(Engine.class)
class WideRecordTest {
  private static final String RECORDS = "/api/collections/wide/records";

  private final Engine engine;
  private final TestServer server;

  WideRecordTest(Engine engine) {
    this.engine = engine;
    server = TestServer.start(engine);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static String fields(int count, String prefix) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"name\": \"" + prefix + i + "\", \"type\": \"string\"}")
        .collect(Collectors.joining(",", "{\"fields\": [", "]}"));
  }

  private TestServer.Reply create(int count) {
    return server.post(
        server.adminToken(),
        "/api/collections",
        "{\"name\": \"wide\", \"label\": \"W\", \"schema\": " + fields(count, "a") + "}");
  }

  @Test
  void a_row_with_too_many_long_texts_is_stored_or_refused_in_words() {
    assertThat(create(452).status()).isEqualTo(201);
    var text = "\"" + "x".repeat(2_500) + "\"";
    var data =
        IntStream.range(0, 452)
            .mapToObj(i -> "\"a" + i + "\":" + text)
            .collect(Collectors.joining(",", "{", "}"));

    var made = server.post(server.adminToken(), RECORDS, "{\"data\": " + data + "}");
    if (engine == Engine.SQLITE) {
      assertThat(made.status()).isEqualTo(201);
    } else {
      assertThat(made.status()).as(made.text()).isEqualTo(400);
      assertThat(made.text()).contains("record_too_large", "8 KB");
    }
    var small = server.post(server.adminToken(), RECORDS, "{\"data\": {\"a0\": \"x\"}}");
    assertThat(small.status()).isEqualTo(201);
  }
}
