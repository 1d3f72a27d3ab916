package dev.tinybase.functions.worker.jvm;

import dev.tinybase.sdk.Auth;
import dev.tinybase.sdk.Context;
import dev.tinybase.sdk.Register;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/** What {@link WarmUp} calls: a function like those that people write. */
final class WarmUpFunction {
  WarmUpFunction() {}

  record Sample(@NotBlank String text, @Min(0) int number) {}

  @Register(name = "warm_up", auth = Auth.ADMIN)
  Sample warmUp(Context context, Sample sample) {
    context.log().debug("{}", sample.text());
    return new Sample(sample.text(), sample.number() + 1);
  }
}
