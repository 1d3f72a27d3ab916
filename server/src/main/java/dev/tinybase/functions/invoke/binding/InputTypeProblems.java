package dev.tinybase.functions.invoke.binding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what in an input's type can never work. */
final class InputTypeProblems {
  private final List<String> problems = new ArrayList<>();
  private final Set<RecordType> seen = new HashSet<>();

  /** All of them, each with the place where it stands. */
  List<String> of(TypedElement use, String place) {
    collect(use, place);
    return problems;
  }

  private void collect(TypedElement use, String place) {
    for (var constraint : use.constraints()) {
      if (!ConstraintFit.fits(constraint, use.shape())) {
        var name = "@" + constraint.annotationType().getSimpleName();
        var optional = use.shape() instanceof JsonType.Maybe;
        problems.add(
            "'%s' has %s, which does not fit its type%s"
                .formatted(
                    place, name, optional ? "; write Optional<" + name + " …> instead" : ""));
      }
    }
    collect(use.shape(), place);
  }

  private void collect(JsonType shape, String place) {
    switch (shape) {
      case JsonType.Unreadable unreadable -> problems.add("'" + place + "' " + unreadable.reason());
      case JsonType.Items items -> collect(items.element(), place + "[]");
      case JsonType.Entries entries -> collect(entries.value(), place + ".*");
      case JsonType.Maybe maybe -> collect(maybe.value(), place);
      case JsonType.OneOf oneOf -> oneOf.cases().values().forEach(one -> collect(one, place));
      case RecordType product -> {
        if (seen.add(product)) {
          product.components().forEach(it -> collect(it.use(), place + "." + it.name()));
        }
      }
      case JsonType.Any _,
          JsonType.Text _,
          JsonType.Whole _,
          JsonType.Decimal _,
          JsonType.Flag _,
          EnumType _ -> {}
    }
  }
}
