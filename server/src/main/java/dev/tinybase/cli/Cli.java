package dev.tinybase.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.functions.host.LogLine.Level;
import dev.tinybase.jobs.Job;
import dev.tinybase.jobs.JobFilter;
import dev.tinybase.sdk.CatchUp;
import dev.tinybase.sdk.Overlap;
import dev.tinybase.text.Uuids;
import dev.tinybase.transfer.Format;
import dev.tinybase.transfer.ImportOptions.Mode;
import dev.tinybase.transfer.ImportOptions.OnError;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line: runs a command and gives its exit code. Only the command that is asked for is
 * made, which keeps the start short.
 */
@Command(
    name = "tinybase",
    description =
        "TinyBase, a small self-hosted backend: accounts, collections and records over REST.",
    footer = {
      "  tinybase serve                        start the server in this folder",
      "  tinybase init --admin-email a@b.c     make an instance and its admin",
      "  tinybase collections apply cities.json",
      "  tinybase import cities places.csv"
    })
public final class Cli implements Runnable {
  private static final List<String> SECTIONS =
      List.of(
          SECTION_KEY_DESCRIPTION,
          SECTION_KEY_FOOTER_HEADING,
          SECTION_KEY_FOOTER,
          SECTION_KEY_SYNOPSIS_HEADING,
          SECTION_KEY_SYNOPSIS,
          SECTION_KEY_PARAMETER_LIST_HEADING,
          SECTION_KEY_PARAMETER_LIST,
          SECTION_KEY_OPTION_LIST_HEADING,
          SECTION_KEY_OPTION_LIST,
          SECTION_KEY_COMMAND_LIST_HEADING,
          SECTION_KEY_COMMAND_LIST);

  /** Below it stands for the host of {@code serve}. */
  private static final String[] ROOT_HELP = {"-h"};

  private static final String[] NO_NAMES = {};

  /**
   * A command that is not made yet.
   *
   * @param type has its annotation
   */
  private record Known(Class<?> type, Function<Shell, Object> make) {
    /** As much of it as a list of commands shows. */
    CommandSpec summary() {
      var spec = CommandSpec.create();
      spec.usageMessage().description(type.getAnnotation(Command.class).description());
      return spec;
    }
  }

  private static final Map<String, Known> BY_NAME = new LinkedHashMap<>();

  static {
    add("init", InitCommand.class, InitCommand::new);
    add("serve", ServeCommand.class, ServeCommand::new);
    add("admin", AdminCommand.class, AdminCommand::new);
    add(
        "users",
        UsersCommand.class,
        shell ->
            new CommandLine(new UsersCommand(shell)).addSubcommand(new UsersImportCommand(shell)));
    add("tokens", TokensCommand.class, TokensCommand::new);
    add("collections", CollectionsCommand.class, CollectionsCommand::new);
    add("deploy", DeployCommand.class, DeployCommand::new);
    add("import", ImportCommand.class, ImportCommand::new);
    add("export", ExportCommand.class, ExportCommand::new);
    add("functions", FunctionsCommand.class, FunctionsCommand::tree);
    add("hooks", HooksCommand.class, HooksCommand::new);
    add("extensions", ExtensionsCommand.class, ExtensionsCommand::tree);
    add("schedules", SchedulesCommand.class, SchedulesCommand::tree);
    add("jobs", JobsCommand.class, JobsCommand::tree);
    add("secrets", SecretsCommand.class, SecretsCommand::new);
    add("types", TypesCommand.class, TypesCommand::new);
    add("backup", BackupCommand.class, BackupCommand::new);
    add("restore", RestoreCommand.class, RestoreCommand::new);
    add("config", ConfigCommand.class, ConfigCommand::new);
    add("db", DbCommand.class, DbCommand::new);
    add("completion", CompletionCommand.class, CompletionCommand::new);
    add("version", VersionCommand.class, VersionCommand::new);
  }

  private static void add(String name, Class<?> type, Function<Shell, Object> make) {
    BY_NAME.put(name, new Known(type, make));
  }

  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--version", description = "Show the version.")
  private boolean version;

  private Cli(Shell shell) {
    this.shell = shell;
  }

  /** 0 for success, 1 for failure, 2 for a call that makes no sense. */
  public static int run(Shell surroundings, String... arguments) {
    var shell = List.of(arguments).contains("--debug") ? surroundings.debug() : surroundings;
    if (shell.hasLostText()) {
      shell
          .err()
          .println(
              "tinybase: the locale of this process cannot read the letters of its folder or its"
                  + " arguments; set LC_ALL=C.UTF-8, or start it by the script 'tinybase'.");
      return ExitCode.FAILED;
    }
    var failures = new ErrorReporter(shell);
    var line =
        needed(shell, arguments)
            .setOut(writer(shell.out()))
            .setErr(writer(shell.err()))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(shell.colours() ? Ansi.ON : Ansi.OFF))
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    return line.execute(arguments);
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** As much of the tree as the arguments need: their command, or only the list of all commands. */
  private static CommandLine needed(Shell shell, String... arguments) {
    var first = first(arguments);
    if (first != null) {
      return tree(shell, first);
    }
    var root = new CommandLine(new Cli(shell));
    if (!List.of(arguments).contains("--version")) {
      BY_NAME.forEach((name, known) -> root.addSubcommand(name, known.summary()));
    }
    lookOfHelp(root);
    return root;
  }

  /** The command's name among the arguments; null where there is none that is known. */
  private static @Nullable String first(String... arguments) {
    return Stream.of(arguments)
        .filter(argument -> !argument.startsWith("-"))
        .findFirst()
        .filter(BY_NAME::containsKey)
        .orElse(null);
  }

  /** The whole tree, or only the branch of one command. */
  static CommandLine tree(Shell shell, @Nullable String only) {
    var root = new CommandLine(new Cli(shell));
    BY_NAME.forEach((name, known) -> {
      if (only == null || only.equals(name)) {
        root.addSubcommand(name, known.make().apply(shell));
      }
    });
    root.registerConverter(NamedThing.class, new EnumConverter<>(NamedThing.class));
    root.registerConverter(Format.class, new EnumConverter<>(Format.class));
    root.registerConverter(Mode.class, new EnumConverter<>(Mode.class));
    root.registerConverter(OnError.class, new EnumConverter<>(OnError.class));
    root.registerConverter(Level.class, new EnumConverter<>(Level.class));
    root.registerConverter(Status.class, new EnumConverter<>(Status.class));
    root.registerConverter(Job.Status.class, new EnumConverter<>(Job.Status.class));
    root.registerConverter(JobFilter.Source.class, new EnumConverter<>(JobFilter.Source.class));
    root.registerConverter(Overlap.class, new EnumConverter<>(Overlap.class));
    root.registerConverter(CatchUp.class, new EnumConverter<>(CatchUp.class));
    root.registerConverter(UUID.class, Cli::id);
    root.registerConverter(DeployCommand.Part.class, new EnumConverter<>(DeployCommand.Part.class));
    root.registerConverter(TimeSpan.class, TimeSpan::parse);
    lookOfHelp(root);
    return root;
  }

  private static UUID id(String text) {
    return Uuids.parse(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "must be an id, 36 characters with dashes, not '" + text + "'"));
  }

  @Override
  public void run() {
    if (version) {
      new VersionCommand(shell).run();
    } else {
      spec.commandLine().usage(shell.out());
    }
  }

  /**
   * How the help of a command and of all below it looks: what it does, examples, and then the
   * details.
   */
  private static void lookOfHelp(CommandLine command) {
    var spec = command.getCommandSpec();
    spec.addOption(
        OptionSpec.builder("--help", command.getParent() == null ? ROOT_HELP : NO_NAMES)
            .usageHelp(true)
            .description("Show this help.")
            .build());
    spec.addOption(
        OptionSpec.builder("--debug")
            .type(boolean.class)
            .description("Log everything and show stack traces.")
            .build());
    var page = spec.usageMessage();
    page.sectionKeys(SECTIONS);
    page.synopsisHeading("%nUsage: ");
    page.parameterListHeading("%n");
    page.optionListHeading("%nOptions:%n");
    page.commandListHeading("%nCommands:%n");
    page.footerHeading(page.footer().length == 0 ? "" : "%nExamples:%n");
    page.width(100);
    command.getSubcommands().values().forEach(Cli::lookOfHelp);
  }

  /** Reads an option that is one of a few words, and says which there are when it is none. */
  private static final class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    EnumConverter(Class<E> type) {
      this.type = type;
    }

    @Override
    public E convert(String word) {
      var constants = type.getEnumConstants();
      return Arrays.stream(constants)
          .filter(constant -> constant.name().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException(refusal(word, words(constants))));
    }

    private static List<String> words(Enum<?>[] constants) {
      return Arrays.stream(constants)
          .map(constant -> constant.name().toLowerCase(Locale.ROOT))
          .toList();
    }

    private static String refusal(String word, List<String> words) {
      return "must be %s, not '%s'%s"
          .formatted(String.join(" or ", words), word, DidYouMean.hint(word, words));
    }
  }
}
