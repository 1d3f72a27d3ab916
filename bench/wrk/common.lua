-- What every script shares: the caller's token and one line of figures at the end.
local token = os.getenv("BENCH_TOKEN")

function headers(more)
  local all = more or {}
  if token then all["Authorization"] = "Bearer " .. token end
  return all
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"micros":%d,"p50":%d,"p99":%d,"max":%d,"socket":%d,"timeout":%d,"status":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    e.connect + e.read + e.write, e.timeout, e.status))
end
