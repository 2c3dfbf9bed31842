-- wrk -s cookies.lua: GET / as another office each time, from another address behind the proxy. COOKIES: a file with a cookie a line.
local cookies, n = {}, 0
for line in io.lines(os.getenv('COOKIES')) do cookies[#cookies + 1] = line .. '; __Host-' .. line end
request = function()
  n = n + 1
  local headers = { Cookie = cookies[n * 2654435761 % #cookies + 1], ['X-Forwarded-For'] = '10.0.' .. n % 250 .. '.' .. n % 241 }
  return wrk.format('GET', '/', headers)
end
