-- POST of records of five fields and about 200 bytes, each with a title of its own.
dofile(os.getenv("BENCH_HOME") .. "/wrk/common.lua")

local path = os.getenv("BENCH_PATH")
local run = os.getenv("BENCH_RUN")
local sent = headers({["Content-Type"] = "application/json"})
local text = "The quick brown fox jumps over the lazy dog, and then it rests in the shade for a while."
local count = 0

function init(args)
  math.randomseed(os.time())
end

function request()
  count = count + 1
  return wrk.format("POST", path, sent, string.format(
    '{"data":{"title":"Note %s-%d","body":"%s","category":"c%d","score":%.4f,"published":true}}',
    run, count, text, math.random(0, 999), math.random()))
end
