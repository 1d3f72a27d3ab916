package dev.tinybase.auth;

/**
 * What a login or a refresh gives out.
 *
 * @param accessToken for the next hours, sent as Bearer with each request
 * @param refreshToken good for one refresh, which gives the next one
 * @param adminCreated whether this login has made the first admin
 */
public record IssuedTokens(
    Account account, String accessToken, String refreshToken, boolean adminCreated) {
  @Override
  public String toString() {
    return "Grant[" + account.id() + "]"; // the tokens stay out of logs
  }
}
