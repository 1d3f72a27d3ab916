package dev.tinybase.http;

import org.jspecify.annotations.Nullable;

/** Nothing more can be told to a client: it has gone, or its reply broke off half way. */
final class ConnectionEnded extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConnectionEnded(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
