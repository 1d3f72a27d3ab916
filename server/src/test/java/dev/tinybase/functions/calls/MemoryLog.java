package dev.tinybase.functions.calls;

import dev.tinybase.db.Sql;
import dev.tinybase.functions.history.CallLog;
import dev.tinybase.functions.history.CallRecord;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A log of calls for tests of what runs them. */
public final class MemoryLog implements CallLog {
  /** A line and whose it is. */
  public record Line(UUID call, String function, LogLine line) {}

  private final Map<UUID, CallRecord> calls = new ConcurrentHashMap<>();
  private final Queue<CallRecord> finished = new ConcurrentLinkedQueue<>();
  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

  @Override
  public void write(Sql sql, CallRecord call) {
    calls.put(call.id(), call);
  }

  @Override
  public void end(Sql sql, UUID id, CallFailure failure, Instant at) {
    calls.computeIfPresent(
        id,
        (_, call) ->
            new CallRecord(
                id,
                call.functionName(),
                CallRecord.Status.FAILED,
                call.trigger(),
                call.triggerId(),
                call.jobId(),
                call.parentId(),
                call.userId(),
                call.tokenName(),
                call.versionId(),
                call.versionHash(),
                call.requestId(),
                null,
                call.startedAt(),
                at,
                0,
                failure.type(),
                failure.message(),
                failure.code(),
                null,
                null,
                call.input(),
                null));
  }

  @Override
  public void counted(CallRecord call) {
    finished.add(call);
  }

  @Override
  public void finished(CallRecord call) {
    calls.put(call.id(), call);
    finished.add(call);
  }

  @Override
  public void line(UUID callId, String function, LogLine line) {
    lines.add(new Line(callId, function, line));
  }

  @Override
  public Optional<CallRecord> find(UUID id) {
    return Optional.ofNullable(calls.get(id));
  }

  /** The calls that have ended, the first one first. */
  public List<CallRecord> finished() {
    return List.copyOf(finished);
  }

  /** The calls of a function that have ended. */
  public List<CallRecord> finished(String function) {
    return finished.stream().filter(call -> call.functionName().equals(function)).toList();
  }

  /** Forgets everything. */
  public void clear() {
    calls.clear();
    finished.clear();
    lines.clear();
  }

  /** What was logged. */
  public List<String> messages() {
    return lines.stream().map(line -> line.line().message()).toList();
  }

  /** What was logged, with whose it is. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }
}
