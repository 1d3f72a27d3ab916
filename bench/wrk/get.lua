-- GET of one path; a # in it stands for a random number below BENCH_RANGE.
dofile(os.getenv("BENCH_HOME") .. "/wrk/common.lua")

local path = os.getenv("BENCH_PATH")
local range = tonumber(os.getenv("BENCH_RANGE") or "0")
local sent = headers()
local made = {}
local most = 10000 -- more than these are made one by one

function at(number)
  return wrk.format("GET", (path:gsub("#", string.format("%d", number))), sent)
end

function init(args)
  math.randomseed(os.time())
  local variants = range > 0 and range or 1
  if variants > most then return end
  for i = 1, variants do
    made[i] = at(i - 1)
  end
end

function request()
  return #made > 0 and made[math.random(#made)] or at(math.random(range) - 1)
end
