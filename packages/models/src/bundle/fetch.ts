import { type Bundle, openBundle } from './bundle.ts';

/**
 * Opens a bundle that is served as files, in a browser or anywhere else that has `fetch`.
 *
 * @param url of the bundle's folder, e.g. `/models/emotion`
 * @param options passed on to `fetch`: credentials, signal
 */
export async function fetchBundle(url: string, options?: RequestInit): Promise<Bundle> {
  return openBundle({
    name: url,
    async read(file) {
      const response = await fetch(`${url.replace(/\/$/, '')}/${file}`, options);
      if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`);
      return new Uint8Array(await response.arrayBuffer());
    },
  });
}
