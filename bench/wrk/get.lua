-- GET of one path; a # in it stands for a random number below BENCH_RANGE.
dofile(os.getenv("BENCH_HOME") .. "/wrk/common.lua")

local path = os.getenv("BENCH_PATH")
local range = tonumber(os.getenv("BENCH_RANGE") or "0")
local sent = headers()
local made = {}

function init(args)
  math.randomseed(os.time())
  local variants = range > 0 and range or 1
  for i = 1, variants do
    made[i] = wrk.format("GET", (path:gsub("#", tostring(i - 1))), sent)
  end
end

function request()
  return made[math.random(#made)]
end
