import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJsExtractor } from '@ser/dsp';
import { decodeAudio, encodeWav } from '../../src/audio/index.ts';
import { loadCorpus } from '../../src/corpora/index.ts';
import { surveyCorpus } from '../../src/explore/index.ts';

const RATE = 16_000;
const folder = mkdtempSync(join(tmpdir(), 'explore-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  mkdirSync(join(folder, 'AudioWAV'));
  for (const [i, name] of [
    '1001_IEO_ANG_HI',
    '1001_IEO_SAD_HI',
    '1002_IEO_ANG_LO',
    '1002_IEO_SAD_LO',
  ].entries()) {
    const samples = Float32Array.from({ length: RATE * (1 + i / 2) }, (_, t) => 0.3 * Math.sin(t / (5 + i)));
    writeFileSync(join(folder, 'AudioWAV', `${name}.wav`), encodeWav(samples, RATE));
  }
  writeFileSync(join(folder, 'AudioWAV', '1003_IEO_ANG_XX.wav'), 'not audio');
  writeFileSync(
    join(folder, 'VideoDemographics.csv'),
    'ActorID,Age,Sex,Race,Ethnicity\n1001,30,Female,x,y\n1002,40,Male,x,y\n',
  );
});

describe('encodeWav', () => {
  it('writes what the reader reads back, clipped to full scale', async () => {
    const samples = Float32Array.of(0, 0.5, -0.5, -1, 2, -2);
    const { samples: read, sampleRate } = await decodeAudio(encodeWav(samples, 8000), 'x.wav');
    expect([...read]).toEqual([0, 0.5, -0.5, -1, 32_767 / 32_768, -1]);
    expect(sampleRate).toBe(8000);
  });
});

describe('surveyCorpus', () => {
  it('counts, measures and picks examples, and names what can not be read', async () => {
    const survey = await surveyCorpus(await loadCorpus(folder), createJsExtractor());
    expect(survey).toMatchObject({
      clips: 4,
      counts: { ANG: 2, SAD: 2 },
      bySex: { female: { ANG: 1, SAD: 1 }, male: { ANG: 1, SAD: 1 } },
      byLevel: { HI: { ANG: 1, SAD: 1 }, LO: { ANG: 1, SAD: 1 } },
      lengths: [1, 1.5, 2, 2.5],
      seconds: 7,
      sampleRates: { 16000: 4 },
      speakers: [
        { id: '1001', sex: 'female', age: 30, counts: { ANG: 1, SAD: 1 } },
        { id: '1002', sex: 'male', age: 40, counts: { ANG: 1, SAD: 1 } },
      ],
    });
    expect(survey.examples.map(({ label }) => label)).toEqual(expect.arrayContaining(['ANG', 'SAD']));
    expect(survey.skipped).toEqual([
      { path: expect.stringContaining('1003_IEO_ANG_XX'), reason: expect.any(String) },
    ]);
  });
});

describe('dataset:explore', () => {
  it('writes a page that stands alone', () => {
    const command = join(import.meta.dirname, '..', '..', 'dist', 'commands', 'explore.js');
    const page = join(folder, 'page.html');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [command, '--corpus', folder, '--out', page],
      {
        encoding: 'utf8',
      },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`page    ${page}`);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<audio');
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});
