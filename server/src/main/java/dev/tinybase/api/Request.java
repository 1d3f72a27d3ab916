package dev.tinybase.api;

import dev.tinybase.auth.Principal;
import dev.tinybase.http.Query;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a handler sees of a request: routed, parsed and with its caller known. */
public interface Request {
  /** The method in upper case; GET where the client sent HEAD. */
  String method();

  /** The path without query, as sent. */
  String path();

  /** The id that ties answer, log and error together. */
  String id();

  /** Who calls. */
  Principal principal();

  /** The caller of a route at level AUTH or ADMIN. */
  Principal.User user();

  /** The address of the client. */
  String address();

  /** What a limit counts as one client: the address, or the 64 bits of an IPv6 network. */
  String network();

  /** A path variable, percent-decoded. */
  String variable(String name);

  /** A path variable that must be a UUID, else 422. */
  UUID uuid(String name);

  /** The query. */
  Query query();

  /** A header's value. */
  Optional<String> header(String name);

  /** Every header: names in lower case, each with its values. */
  Map<String, List<String>> headers();

  /** Whether the client wants the head of the answer alone, so that a body would be lost. */
  boolean head();

  /**
   * The JSON body of a route with {@link Route.BodyKind#JSON} or {@link Route.BodyKind#BYTES}; a
   * missing body is JSON null.
   */
  JsonNode json();

  /** The JSON body as an object, else 422. */
  ObjectNode object();

  /** The body of a route with {@link Route.BodyKind#BYTES}, unzipped and bounded. */
  byte[] bytes();

  /** The raw body of a route with {@link Route.BodyKind#STREAM}, unzipped and bounded. */
  InputStream stream();
}
