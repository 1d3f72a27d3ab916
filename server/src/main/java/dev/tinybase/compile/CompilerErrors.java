package dev.tinybase.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;

/** The compiler's messages as ours, in English whatever the machine speaks. */
final class CompilerErrors {
  private static final int MOST_PER_DRAFT = 100;

  /** The first line alone says nothing of a missing symbol. */
  private static final Pattern SYMBOL = Pattern.compile("\\R\\s*symbol:\\s+([^\\r\\n]+)");

  private CompilerErrors() {}

  /** The errors by the name of their task; those of no task under an empty name. */
  static Map<String, List<Diagnostic>> errors(
      List<javax.tools.Diagnostic<? extends JavaFileObject>> messages) {
    var errors = new HashMap<String, List<Diagnostic>>();
    for (var message : messages) {
      if (message.getKind() == javax.tools.Diagnostic.Kind.ERROR) {
        boolean known = message.getSource() instanceof SourceFileObject;
        var name = known ? ((SourceFileObject) message.getSource()).task().name() : "";
        var list = errors.computeIfAbsent(name, _ -> new ArrayList<>());
        if (list.size() < MOST_PER_DRAFT) {
          list.add(diagnostic(message));
        }
      }
    }
    return errors;
  }

  private static Diagnostic diagnostic(javax.tools.Diagnostic<? extends JavaFileObject> message) {
    var text = SYMBOL.matcher(message.getMessage(Locale.ENGLISH)).replaceFirst(": $1");
    return message.getSource() instanceof SourceFileObject source
        ? new Diagnostic(
            source.file().path(),
            Math.max(0, message.getLineNumber()),
            Math.max(0, message.getColumnNumber()),
            text)
        : new Diagnostic("", 0, 0, text);
  }
}
