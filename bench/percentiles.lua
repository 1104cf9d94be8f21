-- What one page needed under load, as one line of JSON: wrk itself prints no 95th percentile.
done = function(summary, latency, requests)
  io.write(string.format('{"p50": %.1f, "p95": %.1f, "rate": %.1f, "failed": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, summary.requests / (summary.duration / 1000000),
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
