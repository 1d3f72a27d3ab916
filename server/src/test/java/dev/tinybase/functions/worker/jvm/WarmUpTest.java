package dev.tinybase.functions.worker.jvm;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tinybase.functions.invoke.FunctionFiles;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void the_programs_own_function_runs() {
    try (var files = new FunctionFiles(Clock.systemUTC())) {
      assertThatCode(() -> WarmUp.run(files)).doesNotThrowAnyException();
    }
  }
}
