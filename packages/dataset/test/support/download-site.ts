import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CremaDOptions, downloadCremaD } from '../../src/download/crema-d.ts';
import { type LfsServer, startLfsServer } from './lfs-server.ts';
import { useTempFolder } from './temp-folder.ts';

/** The recordings that the repository points to. */
export const NAMES = ['1001_DFA_ANG_XX', '1001_DFA_SAD_XX', '1002_DFA_ANG_XX'] as const;

/** What a recording holds: longer than one packet, and another for each name. */
export const content = (name: string) => Buffer.from(name.repeat(20_000));

/** A repository with three recordings, a mirror that has none yet, and a folder to download to; new ones for each test. */
export function useDownloadSite() {
  const temp = useTempFolder();
  const site = { server: undefined as unknown as LfsServer, mirror: undefined as unknown as LfsServer };
  beforeEach(async () => {
    site.server = await startLfsServer();
    site.mirror = await startLfsServer();
    for (const name of NAMES) site.server.add(`AudioWAV/${name}.wav`, content(name));
  });
  afterEach(async () => {
    await site.server.close();
    await site.mirror.close();
  });

  const out = () => join(temp(), 'crema-d');
  const wav = (name: string) => join(out(), 'AudioWAV', `${name}.wav`);
  return Object.assign(site, {
    temp,
    out,
    wav,
    download: (options: Partial<CremaDOptions> = {}) =>
      downloadCremaD({ out: out(), url: site.server.url, retry: { tries: 3, delayMs: 1 }, ...options }),
    objectRequests: () => site.server.requests.filter((request) => request.startsWith('GET /objects/')),
    expectComplete: async () => {
      expect(await readdir(join(out(), 'AudioWAV'))).toEqual(NAMES.map((name) => `${name}.wav`));
      for (const name of NAMES) expect((await readFile(wav(name))).equals(content(name))).toBe(true);
    },
  });
}
