package dev.tinybase.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** The values of a TOML file. */
final class TomlSource {
  private final String name;
  private final TomlLines lines;
  private final List<Entry> entries = new ArrayList<>();

  private TomlSource(String name, String text) {
    this.name = name;
    this.lines = new TomlLines(text);
  }

  /** None when there is no such file; what can't be read is a complaint. */
  static List<Entry> read(Path file, List<Complaint> complaints) {
    var name = String.valueOf(file.getFileName());
    try {
      var text = Files.readString(file);
      var source = new TomlSource(name, text);
      source.flatten("", new TomlMapper().readTree(text));
      return source.entries;
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (CharacterCodingException _) {
      complaints.add(new Complaint(new Origin.File(name, null), "is not UTF-8 text"));
    } catch (IOException e) {
      complaints.add(new Complaint(new Origin.File(name, null), "can't be read: " + e));
    } catch (JacksonException e) {
      complaints.add(malformed(name, e));
    }
    return List.of();
  }

  private static Complaint malformed(String name, JacksonException e) {
    var at = e.getLocation();
    var message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("unreadable");
    return new Complaint(
        new Origin.File(name, at == null || at.getLineNr() < 1 ? null : at.getLineNr()),
        "is not valid TOML: " + message);
  }

  private void flatten(String path, JsonNode node) {
    for (var property : node.properties()) {
      var key = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
      if (property.getValue().isObject()) {
        flatten(key, property.getValue());
      } else {
        entries.add(entry(key, property.getValue()));
      }
    }
  }

  private Entry entry(String key, JsonNode value) {
    var text = value.isArray() ? value.toString() : value.asString();
    return new Entry(key, Flat.of(key), text, form(value), new Origin.File(name, lines.of(key)));
  }

  private static Kind.Form form(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> Kind.Form.TEXT;
      case NUMBER, BOOLEAN -> Kind.Form.BARE;
      case ARRAY -> Kind.Form.LIST;
      case BINARY, MISSING, NULL, OBJECT, POJO -> Kind.Form.OTHER;
    };
  }
}
