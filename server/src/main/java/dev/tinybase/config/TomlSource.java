package dev.tinybase.config;

import dev.tinybase.config.InvalidConfiguration.Fault;
import dev.tinybase.json.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** The values of a TOML file. */
final class TomlSource {
  private final String name;
  private final TomlLines lines;
  private final List<SourceValue> values = new ArrayList<>();

  private TomlSource(String name, String text) {
    this.name = name;
    this.lines = new TomlLines(text);
  }

  /** None when there is no such file; what can't be read is a fault. */
  static List<SourceValue> read(Path file, List<Fault> faults) {
    var name = String.valueOf(file.getFileName());
    try {
      var read = Files.readString(file);
      var text = read.startsWith("\ufeff") ? read.substring(1) : read;
      var source = new TomlSource(name, text);
      source.flatten("", new TomlMapper().readTree(text));
      return source.values;
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (CharacterCodingException _) {
      faults.add(new Fault(Origin.file(name, null), "is not UTF-8 text"));
    } catch (IOException e) {
      faults.add(new Fault(Origin.file(name, null), "can't be read: " + e));
    } catch (JacksonException e) {
      faults.add(malformed(name, e));
    } catch (NumberFormatException | ArithmeticException e) {
      faults.add(new Fault(Origin.file(name, null), "is not valid TOML: " + Json.tomlReason(e)));
    }
    return List.of();
  }

  private static Fault malformed(String name, JacksonException e) {
    var at = e.getLocation();
    return new Fault(
        Origin.file(name, at == null || at.getLineNr() < 1 ? null : at.getLineNr()),
        "is not valid TOML: " + Json.tomlReason(e));
  }

  private void flatten(String path, JsonNode node) {
    for (var property : node.properties()) {
      var key = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
      if (property.getValue().isObject()) {
        flatten(key, property.getValue());
      } else {
        values.add(value(key, property.getValue()));
      }
    }
  }

  private SourceValue value(String key, JsonNode value) {
    var text = value.isArray() ? value.toString() : value.asString();
    return new SourceValue(
        key, Setting.flat(key), text, form(value), Origin.file(name, lines.of(key)));
  }

  private static SettingType.Form form(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> SettingType.Form.TEXT;
      case NUMBER, BOOLEAN -> SettingType.Form.BARE;
      case ARRAY -> SettingType.Form.LIST;
      case BINARY, MISSING, NULL, OBJECT, POJO -> SettingType.Form.OTHER;
    };
  }

  /**
   * Where the keys of a TOML text stand, because the parser does not tell. It knows section headers
   * and {@code key = value} lines, and skips strings of several lines; a key written in a rarer way
   * has no line.
   */
  private static final class TomlLines {
    private static final Pattern HEADER =
        Pattern.compile("^\\s*\\[\\s*([^\\[\\]]+?)\\s*]\\s*(#.*)?$");
    private static final Pattern KEY = Pattern.compile("^\\s*([\\w\"'.\\- ]+?)\\s*=(.*)$");
    private static final Pattern FENCE = Pattern.compile("\"\"\"|'''");

    private final Map<String, Integer> lines = new HashMap<>();

    TomlLines(String text) {
      var section = "";
      var fenced = false;
      int number = 0;
      for (String line : text.split("\r?\n", -1)) {
        number++;
        if (!fenced) {
          section = record(line, section, number);
        }
        fenced ^= FENCE.matcher(line).results().count() % 2 == 1;
      }
    }

    private String record(String line, String section, int number) {
      var header = HEADER.matcher(line);
      if (header.matches()) {
        return plain(header.group(1)) + ".";
      }
      var key = KEY.matcher(line);
      if (key.matches()) {
        lines.putIfAbsent(section + plain(key.group(1)), number);
      }
      return section;
    }

    private static String plain(String key) {
      return key.replaceAll("[\"' ]", "");
    }

    @Nullable Integer of(String dotted) {
      return lines.get(dotted);
    }
  }
}
