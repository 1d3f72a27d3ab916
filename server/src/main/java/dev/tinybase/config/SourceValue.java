package dev.tinybase.config;

/**
 * One value as a source has it.
 *
 * @param spelling the key as written there
 * @param flat the key, see {@link Setting#flat}
 * @param text the value; an array as JSON
 * @param form how the value is written
 */
record SourceValue(
    String spelling, String flat, String text, SettingType.Form form, Origin origin) {
  /** An option of the command line: {@code server.port} is {@code --port} there. */
  static SourceValue option(String key, String text) {
    var option = "--" + key.substring(key.indexOf('.') + 1).replace('_', '-');
    return new SourceValue(
        option,
        Setting.flat(key),
        text,
        SettingType.Form.TEXT,
        new Origin(Origin.Kind.OPTION, option));
  }

  /** The sentence about a key that no setting has. */
  String unknownKey() {
    var hint =
        Setting.meantBy(flat)
            .map(
                meant -> origin.kind() == Origin.Kind.ENVIRONMENT ? meant.variable() : meant.name())
            .map(name -> "; did you mean '" + name + "'?")
            .orElse("; see 'tinybase config show' for all keys");
    return "unknown key '" + spelling + "'" + hint;
  }
}
