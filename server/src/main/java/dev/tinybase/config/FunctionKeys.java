package dev.tinybase.config;

import java.nio.file.Path;
import java.util.List;

/** The settings of functions and their secrets; a part of the table in {@link Keys}. */
final class FunctionKeys {
  static final Key<Path> FUNCTIONS_PATH =
      Key.of("functions.path", Kind.path(), "./functions", "The folder of the functions' files.")
          .alias("functions_dir");
  static final Key<Path> FUNCTIONS_CACHE =
      Key.of(
          "functions.cache",
          Kind.path(),
          "./.tinybase/cache",
          "Where compiled functions and their libraries are kept; may be deleted at any time.");
  static final Key<Boolean> FUNCTIONS_OFFLINE =
      Key.of(
          "functions.offline",
          Kind.flag(),
          "false",
          "Takes the libraries of //DEPS only from what is on this machine.");
  static final Key<String> ISOLATION =
      Key.of(
          "functions.isolation",
          Kind.choice("thread", "process"),
          "thread",
          "thread: calls run inside the server. process: in workers that can be ended.");
  static final Key<Integer> WORKERS =
      Key.of(
          "functions.workers",
          Kind.whole(0, 256),
          "0",
          "Processes that run calls when isolated; 0 chooses by the machine.");
  static final Key<Integer> WORKER_MEMORY =
      Key.of(
          "functions.worker_memory_mb",
          Kind.whole(32, 65_536),
          "256",
          "Heap of each worker in MiB.");
  static final Key<Integer> FUNCTION_TIMEOUT =
      Key.of(
          "functions.timeout_seconds",
          Kind.whole(1, 86_400),
          "30",
          "How long a call may take where the function does not say.");
  static final Key<Long> MAX_PAYLOAD =
      Key.of(
              "functions.max_payload_bytes",
              Kind.bytes(1024),
              "10485760",
              "The largest input of a call.")
          .alias("max_function_payload_bytes");
  static final Key<Long> MAX_RESULT =
      Key.of(
              "functions.max_result_bytes",
              Kind.bytes(1024),
              "10485760",
              "The largest result of a call.")
          .alias("max_function_result_bytes");
  static final Key<Integer> MAX_CONCURRENT =
      Key.of(
          "functions.max_concurrent",
          Kind.whole(1, 10_000),
          "64",
          "Calls that run at once on this server; further ones wait shortly, then get 503.");
  static final Key<Integer> MAX_CONCURRENT_PER_USER =
      Key.of(
              "functions.max_concurrent_per_user",
              Kind.whole(1, 10_000),
              "10",
              "Calls of one user that run at once; further ones get 429.")
          .alias("max_concurrent_functions_per_user");
  static final Key<Boolean> RECORD_PAYLOADS =
      Key.of(
          "functions.record_payloads",
          Kind.flag(),
          "false",
          "Keeps the input and the output with the record of each call.");
  static final Key<String> FUNCTION_LOG_LEVEL =
      Key.of(
              "functions.log_level",
              Kind.choice("debug", "info", "warning", "error"),
              "info",
              "The least serious log lines that calls keep.")
          .alias("function_logging_level");
  static final Key<Integer> KEEP_CALLS_DAYS =
      Key.of(
          "functions.keep_calls_days",
          Kind.whole(1, 36_500),
          "30",
          "Records of calls are deleted after so many days.");
  static final Key<Integer> KEEP_CALLS =
      Key.of(
          "functions.keep_calls",
          Kind.whole(1, 1_000_000_000),
          "1000000",
          "The oldest records of calls are deleted beyond so many.");

  static final Key<String> SECRETS_KEY =
      Key.of(
              "secrets.key",
              Kind.text("32 bytes in Base64"),
              null,
              "Encrypts the secrets of functions, 32 bytes in Base64; made at the first start where"
                  + " it is missing.")
          .secrecy(Key.Secrecy.SECRET);
  static final Key<Path> SECRETS_KEY_FILE =
      Key.of("secrets.key_file", Kind.path(), "./.tinybase/secrets.key", "Where that key is kept.");

  /** In the order of the documentation. */
  static final List<Key<?>> ALL =
      List.of(
          FUNCTIONS_PATH,
          FUNCTIONS_CACHE,
          FUNCTIONS_OFFLINE,
          ISOLATION,
          WORKERS,
          WORKER_MEMORY,
          FUNCTION_TIMEOUT,
          MAX_PAYLOAD,
          MAX_RESULT,
          MAX_CONCURRENT,
          MAX_CONCURRENT_PER_USER,
          RECORD_PAYLOADS,
          FUNCTION_LOG_LEVEL,
          KEEP_CALLS_DAYS,
          KEEP_CALLS,
          SECRETS_KEY,
          SECRETS_KEY_FILE);

  private FunctionKeys() {}
}
