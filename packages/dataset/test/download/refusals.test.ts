import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NAMES, useDownloadSite } from '../support/download-site.ts';

const site = useDownloadSite();
const { download, expectComplete, objectRequests, out, temp, wav } = site;

describe('an archive', () => {
  it.each(['CREMA-D-HEAD/../../evil.wav', '/etc/evil.wav', '../AudioWAV/evil.wav'])(
    'is refused if it has a path such as %s',
    async (name) => {
      site.server.entries.push({ name, content: 'evil' });
      await expect(download()).rejects.toThrow(`the path "${name}" leads out of the archive`);
      expect(await readdir(temp())).toEqual(['crema-d']);
      expect(objectRequests()).toEqual([]);
    },
  );

  it('gives no links and no files of other names', async () => {
    site.server.entries.push(
      {
        name: 'CREMA-D-HEAD/AudioWAV/link.wav',
        type: 'symlink',
        linkname: '/etc/passwd',
        content: '',
      },
      { name: 'CREMA-D-HEAD/AudioWAV/a\\..\\b.wav', content: 'x' },
      { name: 'CREMA-D-HEAD/AudioWAV/deep/er.wav', content: 'x' },
    );
    await download();
    await expectComplete();
  });

  it('may hold recordings themselves', async () => {
    site.server.entries.push({ name: 'CREMA-D-HEAD/AudioWAV/1005_DFA_ANG_XX.wav', content: 'RIFF…' });
    await download();
    expect(await readFile(wav('1005_DFA_ANG_XX'), 'utf8')).toBe('RIFF…');
  });

  it('is refused if it is missing, or of another repository', async () => {
    await expect(download({ url: `${site.server.url}-not` })).rejects.toThrow(
      /answered 404 to http.*corpus-not\/archive\/HEAD\.tar\.gz/,
    );
    site.server.entries = [{ name: 'other-HEAD/README.md', content: 'hello' }];
    await expect(download()).rejects.toThrow(
      /points to no recordings in AudioWAV; is it CREMA-D's repository\?/,
    );
  });
});

it('refuses an address that is none of http', async () => {
  site.server.offer = (offer) => ({ ...offer, actions: { download: { href: 'file:///etc/passwd' } } });
  await expect(download()).rejects.toThrow('"file:///etc/passwd" is no http or https address');
  await expect(download({ url: 'ftp://example.org/corpus' })).rejects.toThrow(/is no http or https address/);
});

it.each([
  ['something else', '<html>', /answered with something else than a Git LFS batch/],
  ['another transfer', '{"transfer":"multipart","objects":[]}', /wants the transfer "multipart"/],
  ['no objects', '{"objects":[]}', /left it out of its answer/],
])('refuses a batch answered with %s', async (_, text, message) => {
  site.server.onBatch = (_request, response) => {
    response.end(text);
    return true;
  };
  await expect(download()).rejects.toThrow(message);
});

describe('the disk', () => {
  it('names the file and says what to do when it is full', async () => {
    await mkdir(join(out(), 'AudioWAV'), { recursive: true });
    await symlink('/dev/full', `${wav(NAMES[0])}.part`);
    await expect(download()).rejects.toThrow(
      /can't write .*1001_DFA_ANG_XX\.wav\.part: the disk is full; make room and run the same command again/,
    );
  });

  it('names the folder that can not be made', async () => {
    await writeFile(out(), 'a file stands here');
    await expect(download()).rejects.toThrow(/can't write .*crema-d: /);
  });
});
