package dev.tinybase;

import dev.tinybase.cli.Cli;
import dev.tinybase.cli.Shell;

/** The program's entry. */
public final class Main {
  private Main() {}

  /** Runs one command; its result is the exit code. */
  public static void main(String[] args) {
    System.exit(Cli.run(Shell.system(), args));
  }
}
