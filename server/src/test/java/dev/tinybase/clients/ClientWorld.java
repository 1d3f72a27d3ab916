package dev.tinybase.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.testing.Engine;
import dev.tinybase.testing.NodeTools;
import dev.tinybase.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server with a collection that has a field of every type, and functions that fail and succeed.
 */
record ClientWorld(TestServer server) implements AutoCloseable {
  private static final String POSTS =
      """
      {"name": "posts", "label": "Posts", "schema": {"fields": [
        {"name": "title", "type": "string", "required": true, "min_length": 3, "max_length": 200},
        {"name": "status", "values": ["draft", "published"], "default": "draft"},
        {"name": "code", "pattern": "^[A-Z]{3}-[0-9]{4}$", "min_length": 8},
        {"name": "slug", "format": "slug"},
        {"name": "mail", "format": "email"},
        {"name": "page", "format": "url"},
        {"name": "uid", "format": "uuid"},
        {"name": "votes", "type": "integer", "min": 5, "max": 1000, "default": 5},
        {"name": "score", "type": "number", "min": 0.25, "max": 0.75},
        {"name": "price", "type": "decimal", "min": 100, "max": 200},
        {"name": "live", "type": "boolean", "default": false},
        {"name": "day", "type": "date"},
        {"name": "due", "type": "datetime"},
        {"name": "tags", "type": "list[string]", "min_length": 2, "items": {"max_length": 3}},
        {"name": "sizes", "type": "list[integer]", "items": {"min": 7}},
        {"name": "things", "type": "list"},
        {"name": "extra", "type": "object"},
        {"name": "anything", "type": "json"},
        {"name": "secret", "hidden": true},
        {"name": "checked", "type": "boolean", "read_only": true, "default": false}]},
       "options": {"access": {"list": "public", "create": "auth", "update": "auth"}}}
      """;

  private static final String NOTES =
      """
      {"name": "users", "label": "Notes of users", "schema": {"fields": [
        {"name": "text", "required": true, "description": "What is to be remembered"}]},
       "options": {"access": {"list": "owner", "update": "auth"}}}
      """;

  private static final String BUY =
      """
      import dev.tinybase.sdk.*;
      import jakarta.validation.constraints.*;
      import java.util.*;

      record Order(@NotBlank @Size(max = 40) String product, @Min(1) @Max(9) int count,
          Map<String, Object> notes) {}
      record Receipt(String product, double total, Optional<String> coupon, List<Line> lines) {}
      record Line(String text, int count) {}

      @Register(name = "buy", description = "Buys something", tags = {"shop"}, auth = Auth.PUBLIC)
      Receipt buy(Order order) {
        if (order.product().equals("gold")) {
          throw new FunctionException("out_of_stock", "Nothing left of gold");
        }
        return new Receipt(order.product(), 2.5 * order.count(), Optional.empty(),
            List.of(new Line(order.product(), order.count())));
      }
      """;

  static ClientWorld start() {
    var world = new ClientWorld(TestServer.start(Engine.SQLITE));
    for (var collection : List.of(POSTS, NOTES)) {
      var made = world.server.post(world.server.adminToken(), "/api/collections", collection);
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    try {
      Files.createDirectories(world.server.functionsFolder());
      Files.writeString(world.server.functionsFolder().resolve("buy.java"), BUY);
      assertThat(world.server.tinybase().functions().loader().reload().failures()).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return world;
  }

  /** The document for admins, which has all of it. */
  String document() {
    return server.get(server.adminToken(), "/openapi.json").text();
  }

  /** An empty folder for a test, with the document in {@code openapi.json}. */
  Path folder(String name) {
    var folder = NodeTools.folder(name);
    try {
      Files.writeString(folder.resolve("openapi.json"), document());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  @Override
  public void close() {
    server.close();
  }
}
