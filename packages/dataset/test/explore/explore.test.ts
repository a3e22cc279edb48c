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
      faults: { duplicates: [], silent: [], clipped: [] },
      sampleRates: { 16000: 4 },
      speakers: [
        { id: '1001', sex: 'female', age: 30, counts: { ANG: 1, SAD: 1 } },
        { id: '1002', sex: 'male', age: 40, counts: { ANG: 1, SAD: 1 } },
      ],
    });
    expect(Object.keys(survey.byLevel)).toEqual(['LO', 'HI']);
    expect(survey.examples.map(({ label }) => label)).toEqual(expect.arrayContaining(['ANG', 'SAD']));
    expect(survey.skipped).toEqual([
      { path: expect.stringContaining('1003_IEO_ANG_XX'), reason: expect.any(String) },
    ]);
  });
});

describe('surveyCorpus on faulty recordings', () => {
  const faulty = mkdtempSync(join(tmpdir(), 'explore-'));
  afterAll(() => rmSync(faulty, { recursive: true }));

  it('names duplicates by their sound, silent ones and the worst clipped first', async () => {
    const tone = (gain: number, hz: number) =>
      Float32Array.from({ length: RATE }, (_, t) => gain * Math.sin((2 * Math.PI * hz * t) / RATE));
    const put = (name: string, bytes: Uint8Array) => {
      mkdirSync(join(faulty, name, '..'), { recursive: true });
      writeFileSync(join(faulty, name), bytes);
    };
    const twin = encodeWav(tone(0.3, 150), RATE);
    put('happy/a.wav', twin);
    // The same sound in another file: a chunk that says nothing follows.
    const padded = Buffer.concat([twin, Buffer.from('note\x04\0\0\0abcd', 'latin1')]);
    padded.writeUInt32LE(padded.length - 8, 4);
    put('sad/b.wav', padded);
    put('happy/c.wav', encodeWav(tone(2, 200), RATE));
    put('sad/d.wav', encodeWav(tone(4, 200), RATE));
    put('happy/e.wav', encodeWav(new Float32Array(RATE), RATE));
    put('sad/f.wav', encodeWav(new Float32Array(RATE), RATE));
    const { faults, voices } = await surveyCorpus(await loadCorpus(faulty), createJsExtractor());
    expect(faults.duplicates.map((same) => same.map(({ id }) => id))).toEqual([['happy/a', 'sad/b']]);
    expect(new Set(faults.duplicates[0]?.map(({ label }) => label)).size).toBe(2);
    expect(faults.silent.map(({ id }) => id)).toEqual(['happy/e', 'sad/f']);
    expect(faults.clipped.map(({ id }) => id)).toEqual(['sad/d', 'happy/c']);
    // asin(1 / 2) is a third of the way up: two thirds of a doubled sine stand at full scale.
    expect(faults.clipped[1]?.share).toBeCloseTo(2 / 3, 1);
    expect(faults.examples.map(({ id }) => id).sort()).toEqual([
      'happy/a',
      'happy/c',
      'happy/e',
      'sad/d',
      'sad/f',
    ]);
    expect(voices).toHaveLength(6);
    expect(voices.filter(({ loudness }) => loudness === undefined)).toHaveLength(2);
    expect(voices.find(({ pitch }) => pitch !== undefined)?.pitch).toBeCloseTo(150, 0);
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
