package dev.tinybase.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Engine.class)
class HugeNumberTest {
  private final Engine engine;

  HugeNumberTest(Engine engine) {
    this.engine = engine;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e400000", "1e-400000", "1e2147483647", "[1e200000]"})
  void a_number_that_no_database_keeps_spoils_its_line_only(String number) {
    try (var files = new TransferWorld(engine)) {
      files.collection("here", "{'name': 'any', 'type': 'json'}, {'name': 'n', 'type': 'decimal'}");
      var text = "{\"any\":1}\n{\"any\":" + number + "}\n{\"n\":\"" + number + "\"}\n{\"any\":2}\n";
      var result = files.load("here", text, TransferWorld.goOn(Format.NDJSON));
      assertThat(result.inserted() + result.failed()).isEqualTo(4);
      assertThat(result.inserted()).isGreaterThanOrEqualTo(2);
    }
  }
}
