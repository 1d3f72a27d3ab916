package dev.tinybase.functions.invoke;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Numbers that may be infinite or none: JSON has no word for these, and the text that Jackson
 * writes instead would surprise whoever reads it.
 */
final class Finite<T> extends StdSerializer<T> {
  private final Predicate<T> finite;
  private final BiConsumer<T, JsonGenerator> writer;

  Finite(Class<T> type, Predicate<T> finite, BiConsumer<T, JsonGenerator> writer) {
    super(type);
    this.finite = finite;
    this.writer = writer;
  }

  static boolean all(double[] numbers) {
    return Arrays.stream(numbers).allMatch(Double::isFinite);
  }

  static boolean all(float[] numbers) {
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }

  static void write(double[] numbers, JsonGenerator out) {
    out.writeArray(numbers, 0, numbers.length);
  }

  static void write(float[] numbers, JsonGenerator out) {
    out.writeStartArray();
    for (float number : numbers) {
      out.writeNumber(number);
    }
    out.writeEndArray();
  }

  @Override
  public void serialize(T value, JsonGenerator out, SerializationContext context) {
    if (!finite.test(value)) {
      context.reportMappingProblem("NaN and Infinity are no numbers in JSON");
    }
    writer.accept(value, out);
  }
}
