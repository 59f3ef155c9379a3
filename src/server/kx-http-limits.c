#include "server/kx-http-limits.h"

/**
 * kx_http_limits_default:
 *
 * Limits for an office's service. The head of a request is limited to 64 KiB by libsoup itself.
 */
KxHttpLimits
kx_http_limits_default (void)
{
  return (KxHttpLimits){
    .max_connections = 800,
    .spare_connections = 64,
    .max_running = 256,
    .handshake_ms = 10 * 1000,
    .head_ms = 15 * 1000,
    .idle_ms = 75 * 1000,
    .body_ms = 30 * 1000,
    .body_bytes_per_second = 4 * 1024,
    .stall_ms = 60 * 1000,
    .body_bytes = 1024 * 1024,
    .file_bytes = 20 * 1024 * 1024,
    .drain_bytes = 64 * 1024 * 1024,
    .path_bytes = 2048,
    .query_bytes = 8192,
    .gzip_bytes = 1024,
  };
}
