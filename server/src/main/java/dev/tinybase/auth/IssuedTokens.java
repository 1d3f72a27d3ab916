package dev.tinybase.auth;

import java.time.Duration;

/**
 * What a login or a refresh gives out.
 *
 * @param accessToken for the next hours, sent as Bearer with each request
 * @param refreshToken good for one refresh, which gives the next one
 * @param lifetime of the access token
 * @param adminCreated whether this login has made the first admin
 */
public record IssuedTokens(
    Account account,
    String accessToken,
    String refreshToken,
    Duration lifetime,
    boolean adminCreated) {
  @Override
  public String toString() {
    return "IssuedTokens[" + account.id() + "]"; // the tokens stay out of logs
  }
}
