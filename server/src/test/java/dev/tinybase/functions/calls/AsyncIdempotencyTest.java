package dev.tinybase.functions.calls;

import static dev.tinybase.functions.calls.HandMade.json;
import static dev.tinybase.functions.calls.HandMade.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.Eventually;
import dev.tinybase.testing.Http;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Asynchronous calls with an {@code Idempotency-Key}: the job and its answer are one commit. */
@ParameterizedClass
@EnumSource(Engine.class)
class AsyncIdempotencyTest {
  private final Engine engine;
  private final FunctionServer server;
  private final AtomicInteger runs = new AtomicInteger();

  AsyncIdempotencyTest(Engine engine) {
    this.engine = engine;
    server = FunctionServer.start(engine);
    server.add(named("count", (_, _, _) -> json("" + runs.incrementAndGet())));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_key_that_comes_again_is_answered_with_the_same_job() {
    var first = post("k1");
    assertThat(first.status()).as(first.text()).isEqualTo(202);
    var again = post("k1");
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(post("k2").text()).isNotEqualTo(first.text());
    Eventually.until("both have run", () -> runs.get() == 2);
    assertThat(jobs()).isEqualTo(2);
  }

  /** As a crash before the answer is kept would leave it. */
  @Test
  void where_the_answer_cannot_be_kept_there_is_no_job_and_the_key_stays_free() {
    var fault = fault();
    execute(fault.getFirst());
    assertThat(post("k1").status()).isNotEqualTo(202);
    assertThat(jobs()).isZero();
    execute(fault.getLast());
    assertThat(post("k1").status()).isEqualTo(202);
    Eventually.until("it has run", () -> runs.get() == 1);
    assertThat(post("k1").header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(jobs()).isEqualTo(1);
  }

  /** Refuses every answer with status 202, and its end. */
  private List<String> fault() {
    return switch (engine) {
      case SQLITE ->
          List.of(
              """
              create trigger fault before update on _idempotency when new.status = 202
              begin select raise(abort, 'meant to fail'); end\
              """,
              "drop trigger fault");
      case POSTGRES ->
          List.of(
              """
              create function fault() returns trigger language plpgsql as
                $$ begin raise exception 'meant to fail'; end $$;
              create trigger fault before update on _idempotency for each row
                when (new.status = 202) execute function fault()\
              """,
              "drop trigger fault on _idempotency");
    };
  }

  private Http.Reply post(String key) {
    return server.http().with("Idempotency-Key", key).post("/api/functions/count?async=true", "{}");
  }

  private void execute(String ddl) {
    server
        .tinybase()
        .database()
        .write(sql -> {
          sql.execute(ddl);
          return true;
        });
  }

  private long jobs() {
    return server.tinybase().database().read(sql -> sql.number("select count(*) from _jobs"));
  }
}
