-- GET of single records by ids that are drawn at random from a file.
dofile(os.getenv("BENCH_HOME") .. "/wrk/common.lua")

local made = {}

function init(args)
  math.randomseed(os.time())
  local path = os.getenv("BENCH_PATH")
  local sent = headers()
  for id in io.lines(os.getenv("BENCH_IDS")) do
    made[#made + 1] = wrk.format("GET", path .. "/" .. id, sent)
  end
end

function request()
  return made[math.random(#made)]
end
