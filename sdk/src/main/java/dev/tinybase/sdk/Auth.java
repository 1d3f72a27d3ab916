package dev.tinybase.sdk;

/**
 * Who may call a route or a function. The three levels of the wire contract, from open to closed.
 */
public enum Auth {
  /** Everybody, with or without a token. */
  PUBLIC,
  /** Every caller with a valid token. */
  AUTH,
  /** Admins only. */
  ADMIN
}
