package dev.tinybase.sdk;

import org.jspecify.annotations.Nullable;

/**
 * An element of a streamed answer with a name and an id, for clients that read server-sent events;
 * others get its data alone.
 *
 * {@snippet :
 * @Register(name = "countdown")
 * Stream<Event> countdown(int from) {
 *   return IntStream.rangeClosed(1, from).mapToObj(n -> Event.of("tick", from - n));
 * }
 * }
 *
 * @param name the event's type; null for the usual {@code message}
 * @param id what the client sends as {@code Last-Event-ID} when it comes again; null for none
 * @param data anything that JSON can hold
 */
public record Event(@Nullable String name, @Nullable String id, @Nullable Object data) {
  /** An event with a name. */
  public static Event of(String name, @Nullable Object data) {
    return new Event(name, null, data);
  }
}
