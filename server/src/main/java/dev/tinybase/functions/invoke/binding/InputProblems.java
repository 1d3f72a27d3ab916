package dev.tinybase.functions.invoke.binding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what in an input's type can never work. */
final class InputProblems {
  private final List<String> problems = new ArrayList<>();
  private final Set<Product> seen = new HashSet<>();

  /** All of them, each with the place where it stands. */
  List<String> of(Use use, String place) {
    collect(use, place);
    return problems;
  }

  private void collect(Use use, String place) {
    for (var constraint : use.constraints()) {
      if (!ConstraintFit.fits(constraint, use.shape())) {
        var name = "@" + constraint.annotationType().getSimpleName();
        var optional = use.shape() instanceof Shape.Maybe;
        problems.add(
            "'%s' has %s, which does not fit its type%s"
                .formatted(
                    place, name, optional ? "; write Optional<" + name + " …> instead" : ""));
      }
    }
    collect(use.shape(), place);
  }

  private void collect(Shape shape, String place) {
    switch (shape) {
      case Shape.Unreadable unreadable -> problems.add("'" + place + "' " + unreadable.reason());
      case Shape.Items items -> collect(items.element(), place + "[]");
      case Shape.Entries entries -> collect(entries.value(), place + ".*");
      case Shape.Maybe maybe -> collect(maybe.value(), place);
      case Shape.OneOf oneOf -> oneOf.cases().values().forEach(one -> collect(one, place));
      case Product product -> {
        if (seen.add(product)) {
          product.components().forEach(it -> collect(it.use(), place + "." + it.name()));
        }
      }
      case Shape.Any _, Shape.Text _, Shape.Whole _, Shape.Decimal _, Shape.Flag _, Choice _ -> {}
    }
  }
}
