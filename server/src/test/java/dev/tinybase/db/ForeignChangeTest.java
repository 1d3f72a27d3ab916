package dev.tinybase.db;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ForeignChangeTest {
  private final Engine engine;

  ForeignChangeTest(Engine engine) {
    this.engine = engine;
  }

  @Test
  void what_one_process_announces_reaches_the_other() {
    var url = engine.freshUrl();
    try (var one = Engine.open(url);
        var other = Engine.open(url)) {
      one.write(sql -> {
        sql.execute("create table _meta (key text primary key, value text not null)");
        return true;
      });
      var calls = new Semaphore(0);
      other.onForeignChange(() -> {
        throw new IllegalStateException("one listener's failure is not the next one's");
      });
      other.onForeignChange(calls::release);
      // The other begins to listen on a thread of its own, so one announcement may be too early.
      Eventually.until(
          "the change is heard of",
          () -> {
            one.write(sql -> {
              sql.announce();
              return sql.update("insert into _meta values (?, 'x')", UUID.randomUUID().toString());
            });
            return calls.availablePermits() > 0;
          });
    }
  }
}
