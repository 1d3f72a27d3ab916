package dev.tinybase.cli;

import dev.tinybase.TinyBase;
import dev.tinybase.api.routes.CallJson;
import dev.tinybase.functions.history.LogReader;
import dev.tinybase.functions.history.LogReader.Numbered;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The log lines in this folder's database. */
record LocalLogs(TinyBase tinybase) implements LogSource {
  @Override
  public long newest() {
    return lines().newest();
  }

  @Override
  public List<JsonNode> last(LogReader.Filter filter, int limit) {
    return json(lines().last(filter, limit));
  }

  @Override
  public List<JsonNode> after(long seq, LogReader.Filter filter, int limit) {
    return json(lines().after(seq, filter, limit));
  }

  private LogReader lines() {
    return tinybase.history().lines();
  }

  private static List<JsonNode> json(List<Numbered> lines) {
    return lines.stream().<JsonNode>map(CallJson::line).toList();
  }

  @Override
  public void close() {
    tinybase.close();
  }
}
