package dev.tinybase.functions.calls;

import dev.tinybase.secrets.Mask;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a call from outside shares with those that its functions make. */
final class CallTree {
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  /** A function has got this secret. */
  void obtained(String secret) {
    secrets.add(secret);
  }

  /** The text without the secrets that functions have got. */
  String mask(String text) {
    return secrets.isEmpty() ? text : Mask.hide(text, secrets);
  }

  /** Nobody waits for it any more. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }
}
