-- POST of one body to one path, both from the environment; every answer must tell of a success.
dofile(os.getenv("BENCH_HOME") .. "/wrk/common.lua")

local made

function init(args)
  made = wrk.format("POST", os.getenv("BENCH_PATH"),
    headers({["Content-Type"] = "application/json"}), os.getenv("BENCH_BODY"))
end

function request()
  return made
end
