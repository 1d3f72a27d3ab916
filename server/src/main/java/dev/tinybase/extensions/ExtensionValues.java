package dev.tinybase.extensions;

import dev.tinybase.functions.calls.SettingLookup;
import dev.tinybase.secrets.SecretBox;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The settings of the extensions of this node, as {@link Extensions} has read them. */
public final class ExtensionValues implements SettingLookup {
  private record Values(Manifest manifest, ObjectNode stored) {}

  private final SecretBox box;
  private final ConcurrentHashMap<String, Values> extensions = new ConcurrentHashMap<>();

  /** No values yet. */
  public ExtensionValues(SecretBox box) {
    this.box = box;
  }

  @Override
  public Optional<Setting> find(String extension, String name) {
    var values = extensions.get(extension);
    var declared = values == null ? null : values.manifest().setting(name);
    return declared == null || values == null
        ? Optional.empty()
        : Optional.of(new Setting(value(extension, declared, values.stored()), declared.secret()));
  }

  /** From now on these are an extension's values, by name, with sealed secrets. */
  void put(Manifest manifest, ObjectNode stored) {
    extensions.put(manifest.name(), new Values(manifest, stored));
  }

  /** An extension is gone. */
  void remove(String extension) {
    extensions.remove(extension);
  }

  /** The text that a secret is stored as. */
  String seal(String extension, String name, String secret) {
    return box.seal(sealedName(extension, name), secret);
  }

  /** A value that does not fit its type, since a version of the extension had another, is none. */
  static @Nullable JsonNode plain(ExtensionSetting declared, ObjectNode stored) {
    var value = stored.get(declared.name());
    return value == null || !declared.type().accepts(value) ? declared.fallback() : value;
  }

  private @Nullable JsonNode value(String extension, ExtensionSetting declared, ObjectNode stored) {
    var value = plain(declared, stored);
    return value != null && declared.secret()
        ? JsonNodeFactory.instance.stringNode(
            box.open(sealedName(extension, declared.name()), value.stringValue()))
        : value;
  }

  private static String sealedName(String extension, String name) {
    return "extension " + extension + " " + name;
  }
}
