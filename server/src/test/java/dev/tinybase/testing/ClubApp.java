package dev.tinybase.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The app of {@code examples/club}, with its files in a folder or on a server. */
public final class ClubApp {
  private static final Path CLUB = Path.of("../examples/club").toAbsolutePath().normalize();

  /** The files with records to begin with, in the order in which they are imported. */
  public static final List<String> SEED =
      List.of("venues.csv", "teams.csv", "events.csv", "news.ndjson");

  private ClubApp() {}

  /** Copies all of its files into a folder. */
  public static void copy(Path folder) {
    copy(CLUB, folder);
  }

  /** Copies its client into a folder of {@link NodeTools}. */
  public static void copyClient(Path project) {
    copy(CLUB.resolve("client"), project);
  }

  /** Makes the server its server, with the records to begin with. */
  public static void install(TestServer server) {
    for (var name : names(CLUB.resolve("collections"))) {
      var json = text(CLUB.resolve("collections").resolve(name));
      var made = server.post(server.adminToken(), "/api/collections", json);
      assertThat(made.status()).as(made.text()).isEqualTo(201);
    }
    copy(CLUB.resolve("functions"), server.functionsFolder());
    assertThat(server.tinybase().load().failures()).isEmpty();
    SEED.forEach(file -> seed(server, file));
  }

  private static void seed(TestServer server, String file) {
    var words = file.split("\\.", -1);
    var path = "/api/collections/" + words[0] + "/import?format=" + words[1];
    var answer = server.post(server.adminToken(), path, text(CLUB.resolve("seed").resolve(file)));
    assertThat(answer.json().path("failed").intValue()).as(answer.text()).isZero();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var relative = from.relativize(file);
        if (isSource(relative)) {
          var copy = to.resolve(relative.toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Not what npm, tsc and commands leave behind. */
  private static boolean isSource(Path relative) {
    return IntStream.range(0, relative.getNameCount())
        .mapToObj(i -> relative.getName(i).toString())
        .noneMatch(name -> Set.of("node_modules", "dist", ".tinybase").contains(name));
  }
}
