package dev.tinybase.records;

import static dev.tinybase.records.RecordWorld.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.db.Row;
import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who reads large records is told so before a connection is taken for them. */
@ParameterizedClass
@EnumSource(Engine.class)
class LargeRecordsTest {
  private static final int MEGABYTE = 1 << 20;

  private final RecordWorld world;
  private final List<String> events = new ArrayList<>();

  LargeRecordsTest(Engine engine) {
    world = new RecordWorld(engine);
  }

  @BeforeEach
  void makeRecords() {
    world.collection(
        "large",
        "{'name': 'text', 'type': 'string', 'max_length': 10000000}",
        Collections.nCopies(5, "'public'"));
    for (int i = 0; i < 2; i++) {
      create();
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  private UUID create() {
    return world.create(ALICE, "large", "{'text': '" + "x".repeat(6 * MEGABYTE) + "'}");
  }

  private void list(boolean hasRoom) {
    world.records.list(ALICE, "large", RecordWorld.query(Map.of()), new Pages(hasRoom));
  }

  @Test
  void a_page_is_announced_once_its_records_are_known_to_be_large() {
    list(true);
    assertThat(events).startsWith("opened").doesNotContain("large");
    events.clear();
    list(true);
    assertThat(events).startsWith("large", "opened");
  }

  @Test
  void a_page_that_there_was_no_room_for_tells_the_next_one() {
    assertThatThrownBy(() -> list(false)).isInstanceOf(Problem.class);
    events.clear();
    list(true);
    assertThat(events).startsWith("large", "opened");
  }

  @Test
  void one_record_is_announced_too() {
    var id = create();
    var told = new ArrayList<Long>();
    for (int i = 0; i < 2; i++) {
      var document = world.records.get(ALICE, "large", id, RecordForm.DOCUMENT, told::add);
      assertThat(document.json().size()).isGreaterThan(6 * MEGABYTE);
    }
    assertThat(told).singleElement().satisfies(bytes -> assertThat(bytes).isGreaterThan(MEGABYTE));
  }

  private final class Pages implements RecordSink.Factory<String> {
    private final boolean hasRoom;

    Pages(boolean hasRoom) {
      this.hasRoom = hasRoom;
    }

    @Override
    public void expect(long bytes) {
      assertThat(bytes).isGreaterThan(MEGABYTE);
      events.add("large");
    }

    @Override
    public RecordSink<String> open(ListQuery query) {
      events.add("opened");
      return new RecordSink<>() {
        private long bytes;

        @Override
        public void add(Row row) {
          bytes += row.bytes(Columns.FIRST_FIELD).length;
          if (!hasRoom) {
            throw Problem.unavailable("overloaded", "no room", 1);
          }
        }

        @Override
        public void add(WholeRecord record) {
          throw new AssertionError("no hook was asked");
        }

        @Override
        public long bytes() {
          return bytes;
        }

        @Override
        public String end(@Nullable Long total, @Nullable String nextCursor) {
          return "";
        }
      };
    }
  }
}
