package dev.tinybase.api.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class StreamFormatTest {
  private final StreamFormat.Rows rows = new StreamFormat.Rows();

  @Test
  void the_keys_of_the_first_element_are_the_header_and_the_columns_of_all() {
    assertThat(row("{\"name\": \"cup\", \"price\": 4.50}")).isEqualTo("name,price\r\ncup,4.50\r\n");
    assertThat(row("{\"price\": 1, \"name\": \"pot\", \"more\": true}")).isEqualTo("pot,1\r\n");
    assertThat(row("{}")).isEqualTo(",\r\n");
  }

  @Test
  void what_would_break_a_row_is_quoted() {
    assertThat(row("{\"a\": \"x,\\\"y\\\"\", \"b\": \"two\\nlines\"}"))
        .isEqualTo("a,b\r\n\"x,\"\"y\"\"\",\"two\nlines\"\r\n");
  }

  @Test
  void null_is_an_empty_cell_and_what_is_inside_is_json() {
    assertThat(row("{\"a\": null, \"b\": [1, 2], \"c\": false}"))
        .isEqualTo("a,b,c\r\n,\"[1,2]\",false\r\n");
  }

  @Test
  void elements_that_are_no_objects_are_rows_of_one_cell() {
    assertThat(row("1")).isEqualTo("value\r\n1\r\n");
    assertThat(row("\"two\"")).isEqualTo("two\r\n");
  }

  private String row(String json) {
    try {
      return rows.row(json.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
