package dev.tinybase.bench;

import java.util.List;

/**
 * What functions cost beside the load of their calls.
 *
 * @param flags of the server's JVM
 * @param functions how many there are in the folder
 * @param coldSeconds from the start to the last of them, beyond a start without functions, when
 *     everything is compiled
 * @param cachedSeconds the same when nothing is
 * @param saveToLiveP95Millis from saving a file to the first answer of the new text
 * @param heapBeforeKb live heap before many calls
 * @param heapAfterKb and after them
 * @param fibRatio the time of fib(32) in a function, by that of a plain program
 * @param threadMicros wall time of a call, one after the other over one connection, in the server
 * @param processMicros and in a worker
 */
record FunctionFigures(
    List<String> flags,
    int functions,
    double coldSeconds,
    double cachedSeconds,
    double saveToLiveP95Millis,
    long heapBeforeKb,
    long heapAfterKb,
    double fibRatio,
    double threadMicros,
    double processMicros) {
  double heapGrowthMb() {
    return (heapAfterKb - heapBeforeKb) / 1024.0;
  }

  FunctionFigures inWorkers(double micros) {
    return new FunctionFigures(
        flags,
        functions,
        coldSeconds,
        cachedSeconds,
        saveToLiveP95Millis,
        heapBeforeKb,
        heapAfterKb,
        fibRatio,
        threadMicros,
        micros);
  }
}
