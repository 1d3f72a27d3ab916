package dev.tinybase.cli;

import java.util.Iterator;
import java.util.List;

/**
 * What may stand for a parameter that is a name. A completion script cannot hold the names, which
 * change; it holds a mark in their place, for which {@link CompletionCommand} writes the command
 * that lists them.
 */
abstract class NameCandidates implements Iterable<String> {
  /** What a mark begins with. */
  static final String MARK = "@";

  private final NamedThing thing;

  private NameCandidates(NamedThing thing) {
    this.thing = thing;
  }

  @Override
  public Iterator<String> iterator() {
    return List.of(MARK + RequestPath.word(thing)).iterator();
  }

  static final class Collections extends NameCandidates {
    Collections() {
      super(NamedThing.COLLECTIONS);
    }
  }

  static final class Functions extends NameCandidates {
    Functions() {
      super(NamedThing.FUNCTIONS);
    }
  }

  static final class Schedules extends NameCandidates {
    Schedules() {
      super(NamedThing.SCHEDULES);
    }
  }

  static final class Extensions extends NameCandidates {
    Extensions() {
      super(NamedThing.EXTENSIONS);
    }
  }

  static final class Secrets extends NameCandidates {
    Secrets() {
      super(NamedThing.SECRETS);
    }
  }

  static final class Environments extends NameCandidates {
    Environments() {
      super(NamedThing.ENVIRONMENTS);
    }
  }
}
