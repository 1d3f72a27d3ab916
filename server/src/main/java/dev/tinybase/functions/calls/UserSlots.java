package dev.tinybase.functions.calls;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many calls each user has at once, those that wait included. */
final class UserSlots {
  private final Map<Object, Integer> calls = new ConcurrentHashMap<>();
  private final int most;

  UserSlots(int most) {
    this.most = most;
  }

  /** Takes one of the caller's slots, and tells how to give it back. */
  Runnable take(Caller caller) {
    return switch (caller.principal()) {
      case Principal.User user -> take(user.id(), "You already have");
      case Principal.Anonymous _ -> take(caller.address(), "Your address already has");
      case Principal.Operator _ -> () -> {};
    };
  }

  private Runnable take(Object key, String who) {
    if (calls.merge(key, 1, Integer::sum) > most) {
      giveBack(key);
      throw Problem.of(
              Problem.Kind.TOO_MANY_REQUESTS,
              "too_many_calls",
              who + " the maximum of " + most + " concurrent function calls. Wait for one to end.")
          .header("Retry-After", "1");
    }
    return () -> giveBack(key);
  }

  private void giveBack(Object key) {
    calls.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }
}
