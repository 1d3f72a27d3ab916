package dev.tinybase.auth;

import org.jspecify.annotations.Nullable;

/** What is to become of a user; null leaves a thing as it is. */
public record UserChange(
    @Nullable String email, @Nullable String password, @Nullable Boolean isAdmin) {
  @Override
  public String toString() {
    return "UserChange[" + email + ", " + isAdmin + "]"; // the password stays out of logs
  }
}
