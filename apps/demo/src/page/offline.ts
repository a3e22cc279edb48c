/** Keeps the page for use without a network, and says so once all of it is kept. */
export function keepOffline(tell: (text: string) => void): void {
  // Browsers have service workers on https and localhost only.
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register('service-worker.js')
    .then(() => navigator.serviceWorker.ready)
    .then(() => tell('The page is kept by your browser and works without a network.'))
    .catch(() => tell('Your browser does not keep the page: it needs the network to load.'));
}
