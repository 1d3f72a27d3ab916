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

  private static final Map<String, Function<Shell, Object>> BY_NAME = new LinkedHashMap<>();

  static {
    BY_NAME.put("init", InitCommand::new);
    BY_NAME.put("serve", ServeCommand::new);
    BY_NAME.put("admin", AdminCommand::new);
    BY_NAME.put(
        "users",
        shell ->
            new CommandLine(new UsersCommand(shell)).addSubcommand(new UsersImportCommand(shell)));
    BY_NAME.put("tokens", TokensCommand::new);
    BY_NAME.put("collections", CollectionsCommand::new);
    BY_NAME.put("deploy", DeployCommand::new);
    BY_NAME.put("import", ImportCommand::new);
    BY_NAME.put("export", ExportCommand::new);
    BY_NAME.put("functions", FunctionsCommand::tree);
    BY_NAME.put("hooks", HooksCommand::new);
    BY_NAME.put("extensions", ExtensionsCommand::tree);
    BY_NAME.put("schedules", SchedulesCommand::tree);
    BY_NAME.put("jobs", JobsCommand::tree);
    BY_NAME.put("secrets", SecretsCommand::new);
    BY_NAME.put("types", TypesCommand::new);
    BY_NAME.put("backup", BackupCommand::new);
    BY_NAME.put("restore", RestoreCommand::new);
    BY_NAME.put("config", ConfigCommand::new);
    BY_NAME.put("db", DbCommand::new);
    BY_NAME.put("completion", CompletionCommand::new);
    BY_NAME.put("version", VersionCommand::new);
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
        tree(shell, first(arguments))
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
    BY_NAME.forEach((name, make) -> {
      if (only == null || only.equals(name)) {
        root.addSubcommand(name, make.apply(shell));
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
