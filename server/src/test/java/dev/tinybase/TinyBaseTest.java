package dev.tinybase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
record TinyBaseTest(Engine engine) {
  @Test
  void a_new_instance_answers_and_stops() {
    try (var server = TestServer.start(engine)) {
      assertThat(server.get(null, "/nowhere").status()).isEqualTo(404);
      assertThat(server.get(null, "/nowhere").json().path("code").stringValue())
          .isEqualTo("not_found");
    }
  }

  @Test
  void a_second_server_on_the_same_sqlite_file_is_refused() {
    try (var server = TestServer.start(engine)) {
      if (engine == Engine.SQLITE) {
        assertThatThrownBy(server.tinybase()::serve)
            .isInstanceOf(Problem.class)
            .hasMessageContaining("already");
      } else {
        server.tinybase().serve().close();
      }
    }
  }
}
