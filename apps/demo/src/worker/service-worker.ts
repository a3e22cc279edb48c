/**
 * Keeps the page's own files, so that it works offline once it has been loaded. A new build has a new version, whose
 * files are all fetched before it takes over.
 */
declare const self: ServiceWorkerGlobalScope;

/** Written in by the build: every file of the page, and a hash over them. */
declare const __PRECACHE__: { version: string; files: string[] };

const { version, files } = __PRECACHE__;
const PREFIX = `ser-demo:${self.registration.scope}:`;
const CACHE = `${PREFIX}${version}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith(PREFIX) && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  // The page is kept by its folder's address: hosts redirect that of its file, and browsers take no kept redirection.
  const folder = new URL(self.registration.scope).pathname;
  const { pathname } = new URL(request.url);
  if (request.mode === 'navigate' && pathname !== folder && pathname !== `${folder}index.html`) return;
  const page = request.mode === 'navigate' ? folder : request;
  event.respondWith(
    caches
      .open(CACHE)
      // A file is the same whoever asks: servers that vary their answers by origin don't keep it from being found.
      .then((cache) => cache.match(page, { ignoreSearch: true, ignoreVary: true }))
      .then((kept) => kept ?? fetch(request)),
  );
});
