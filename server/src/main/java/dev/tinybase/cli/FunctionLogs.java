package dev.tinybase.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.functions.history.LogReader;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The lines that functions log. */
record FunctionLogs(ApiClient api) implements AutoCloseable {
  private static final String PATH = "/api/admin/functions/logs?limit=";
  private static final int MOST = 1000;

  /** Chosen as {@link ApiClient#open} does. */
  static FunctionLogs open(Shell shell, @Nullable String environment) {
    return new FunctionLogs(ApiClient.open(shell, environment));
  }

  /** The number of the newest line. */
  long newest() {
    return api.send("GET", PATH + 1, null).path("next_after").asLong();
  }

  /** The last lines, in their order. */
  List<JsonNode> last(LogReader.Filter filter, int limit) {
    return limit == 0 ? List.of() : read(PATH + limit + query(filter));
  }

  /** The first lines after a number. */
  List<JsonNode> after(long seq, LogReader.Filter filter, int limit) {
    return read(PATH + Math.min(limit, MOST) + "&after=" + seq + query(filter));
  }

  private List<JsonNode> read(String path) {
    return List.copyOf(api.send("GET", path, null).path("logs").values());
  }

  private static String query(LogReader.Filter filter) {
    var level = filter.least();
    return parameter("function_name", filter.functionName())
        + parameter("level", level == null ? null : level.name().toLowerCase(Locale.ROOT))
        + parameter("call_id", filter.callId())
        + parameter("since", filter.since());
  }

  private static String parameter(String name, @Nullable Object value) {
    return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value.toString(), UTF_8);
  }

  @Override
  public void close() {
    api.close();
  }
}
