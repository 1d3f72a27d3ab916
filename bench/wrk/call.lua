-- POST of the same small body to one path; every answer must tell of a success.
dofile(os.getenv("BENCH_HOME") .. "/wrk/common.lua")

local made

function init(args)
  made = wrk.format("POST", os.getenv("BENCH_PATH"),
    headers({["Content-Type"] = "application/json"}), '{"x":1,"y":2}')
end

function request()
  return made
end
