package dev.tinybase.functions.calls;

import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.functions.history.CallIds;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.registry.Registry;
import dev.tinybase.records.RecordService;
import dev.tinybase.secrets.Secrets;
import java.time.Duration;
import java.time.InstantSource;

/** What calls work with. */
record CallParts(
    Registry registry,
    HostRecords records,
    Database database,
    Secrets secrets,
    CallLog log,
    CallIds ids,
    FunctionSlots slots,
    Drawing drawing,
    boolean keepsPayloads,
    LogLine.Level leastLevel,
    Duration timeout,
    InstantSource clock) {
  static CallParts of(
      Settings.Functions settings,
      Registry registry,
      RecordService records,
      Database database,
      Secrets secrets,
      CallLog log,
      InstantSource clock) {
    return new CallParts(
        registry,
        new HostRecords(records),
        database,
        secrets,
        log,
        new CallIds(clock),
        new FunctionSlots(registry),
        new Drawing(settings.maxResultBytes()),
        settings.recordPayloads(),
        CallLines.level(settings.logLevel()),
        Duration.ofSeconds(settings.timeoutSeconds()),
        clock);
  }
}
