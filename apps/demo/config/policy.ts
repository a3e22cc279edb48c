/**
 * The page's Content-Security-Policy: its own files and nothing else. `wasm-unsafe-eval` lets it compile WebAssembly, not
 * run strings as code. Workers are under the policy that they are served with, so it is a header too.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  'media-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What a host should send with every file; `_headers` has it in the form that several static hosts read. */
export const HEADERS = {
  'Content-Security-Policy': `${POLICY}; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
};
