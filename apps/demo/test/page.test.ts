import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeAudioFile, encodeWav } from '@ser/dataset';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from './support/chromium.ts';
import { openSite, type Prediction, type Site } from './support/site.ts';

jest.setTimeout(240_000);

const executablePath = findChromium();
if (!executablePath) {
  console.warn('Skipped: no Chromium on PATH to drive the page with; the variable CHROMIUM can name one.');
}
const describeInBrowser = executablePath ? describe : describe.skip;

const clips = join(import.meta.dirname, '../../../data/demo/AudioWAV');
const everyNth = (n: number) =>
  readdirSync(clips)
    .sort()
    .filter((_, i) => i % n === 7)
    .map((name) => join(clips, name));
/** Some clips: several voices and emotions. */
const someClips = () => everyNth(160);

describeInBrowser('the page in a browser', () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What should stay empty: errors on the console, and requests to elsewhere. */
  const troubles: string[] = [];

  beforeAll(async () => {
    site = await openSite();
    browser = await launch(someClips()[0] as string);
    context = await browser.newContext({ permissions: ['microphone'] });
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(site.url) && !url.startsWith('blob:')) troubles.push(`request to ${url}`);
    });
    page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.addInitScript(() => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      const streams: MediaStream[] = [];
      Object.assign(globalThis, { streams });
      mediaDevices.getUserMedia = async (constraints) => {
        document.documentElement.dataset.asked = 'yes';
        const stream = await ask(constraints);
        streams.push(stream);
        return stream;
      };
    });
    await page.goto(site.url);
    await ready();
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
  });
  afterEach(() => expect(troubles.splice(0)).toEqual([]));

  const launch = (microphone: string) =>
    chromium.launch({ executablePath: executablePath as string, args: chromiumFlags(microphone) });

  const ready = () => page.waitForSelector('#listen:enabled', { timeout: 60_000 });

  const shown = (): Promise<Record<string, number>> =>
    page.$$eval('#bars li', (rows) =>
      Object.fromEntries(
        rows.map((row) => [
          (row as HTMLElement).dataset.label,
          Number((row as HTMLElement).dataset.probability),
        ]),
      ),
    );

  async function open(file: string): Promise<Record<string, number>> {
    await page.setInputFiles('#file', file);
    await page.waitForFunction(() => /\d s/.test(document.querySelector('#status')?.textContent ?? ''));
    return shown();
  }

  const node = async (file: string) => (await site.predict([file]))[0] as Prediction;

  function expectClose(found: Record<string, number>, expected: Record<string, number>): void {
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [label, probability] of Object.entries(expected)) {
      expect(Math.abs((found[label] as number) - probability)).toBeLessThan(1e-3);
    }
  }

  it('says of files what Node says of them, and marks the same label', async () => {
    for (const { file, label, probabilities } of await site.predict(someClips())) {
      expectClose(await open(file), probabilities);
      expect(await page.getAttribute('#bars .leading', 'data-label')).toBe(label);
    }
  });

  it('resamples as Node does', async () => {
    const { samples } = await decodeAudioFile(someClips()[1] as string);
    const file = site.path('44100.wav');
    writeFileSync(file, encodeWav(samples, 44_100));
    expectClose(await open(file), (await node(file)).probabilities);
  });

  it('hears a long recording window by window, with a timeline to look through', async () => {
    const parts = await Promise.all(someClips().map((file) => decodeAudioFile(file)));
    const file = site.path('long.wav');
    const samples = Float32Array.from(parts.flatMap((part) => [...part.samples]));
    writeFileSync(file, encodeWav(samples, 16_000));
    const { probabilities, windows = [] } = await node(file);
    const whole = await open(file);
    expectClose(whole, probabilities);
    expect(Number(await page.getAttribute('#window', 'max'))).toBe(windows.length);
    await page.focus('#window');
    await page.keyboard.press('ArrowRight');
    expect(await page.textContent('#window-name')).toMatch(/^0\.0–\d\.\d s$/);
    expect(await shown()).not.toEqual(whole);
    await page.click('text=As a table');
    // A browser tells of an opened part a moment after the click.
    await page.locator('#windows tr').first().waitFor({ state: 'attached' });
    expect(await page.locator('#windows tr').count()).toBe(windows.length + 1);
  });

  it('says what is wrong with a file that it can not read, and goes on', async () => {
    const file = site.path('cut.wav');
    writeFileSync(file, readFileSync(someClips()[0] as string).subarray(0, 1000));
    await page.setInputFiles('#file', file);
    await page.waitForSelector('#problem:not([hidden])');
    expect(await page.textContent('#problem')).toMatch(/cut\.wav: truncated/);
    await ready();
    await open(someClips()[0] as string);
    expect(await page.isHidden('#problem')).toBe(true);
  });

  it('asks for the microphone on a click only, answers while one speaks, and gets to know the voice', async () => {
    const asked = () => page.evaluate(() => document.documentElement.dataset.asked);
    expect(await asked()).toBeUndefined();
    await page.focus('#listen');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#bars .leading', { timeout: 20_000 });
    expect(await asked()).toBe('yes');
    await page.waitForFunction(() => Number(document.querySelector<HTMLInputElement>('#window')?.max) > 8);
    const sum = Object.values(await shown()).reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(1, 4);
    expect(await page.textContent('#announcer')).toMatch(/\w+, \d+ %/);
    const windowSeconds = Number(await page.getAttribute('#facts', 'data-window-seconds'));
    const work = Number(await page.getAttribute('#work', 'data-milliseconds'));
    expect(work).toBeGreaterThan(0);
    expect(work / 1000).toBeLessThan(windowSeconds / 10);
    const heard = () => page.getAttribute('#voice-known', 'data-seconds').then(Number);
    await page.waitForFunction(() => Number(document.getElementById('voice-known')?.dataset.seconds) > 1);
    await page.click('#listen');
    await page.waitForFunction(() => document.querySelector('#status')?.textContent === 'Stopped listening.');
    expect(await heard()).toBeGreaterThan(1);
    await page.click('#forget');
    await page.waitForFunction(() => document.getElementById('voice-known')?.dataset.seconds === '0');
  });

  it('opens one microphone however often one clicks, and closes it', async () => {
    const tracks = () =>
      page.evaluate(() =>
        (globalThis as unknown as { streams: MediaStream[] }).streams.map(
          (stream) => stream.getTracks()[0]?.readyState,
        ),
      );
    const before = (await tracks()).length;
    await page.dblclick('#listen');
    await page.waitForSelector('#listen.active:enabled');
    expect((await tracks()).slice(before)).toEqual(['live']);
    await page.dblclick('#listen');
    await page.waitForSelector('#listen:not(.active):enabled');
    expect((await tracks()).slice(before)).toEqual(['ended']);
  });

  it('names a file that holds no sound', async () => {
    const file = site.path('nothing.wav');
    writeFileSync(file, encodeWav(new Float32Array(), 16_000));
    await page.setInputFiles('#file', file);
    await page.waitForSelector('#problem:not([hidden])');
    expect(await page.textContent('#problem')).toMatch(/nothing\.wav: it holds no samples/);
    await ready();
  });

  it('hears by microphone what is said in clips that Node gets right', async () => {
    const right = (await site.predict(everyNth(24))).filter(
      ({ file, label, probabilities }) =>
        file.includes(`_${label}_`) && (probabilities[label] as number) > 0.7,
    );
    const byLabel = new Map(right.map((prediction) => [prediction.label, prediction.file]));
    expect(byLabel.size).toBeGreaterThan(1);
    for (const [label, file] of byLabel) {
      const other = await launch(file);
      const listening = await (await other.newContext({ permissions: ['microphone'] })).newPage();
      await listening.goto(site.url);
      await listening.click('#listen:enabled');
      await listening.waitForSelector('#bars .leading');
      const leading: (string | null)[] = [];
      while (leading.length < 20) {
        leading.push(await listening.getAttribute('#bars .leading', 'data-label'));
        await listening.waitForTimeout(250);
      }
      await other.close();
      expect(leading.filter((one) => one === label).length).toBeGreaterThan(10);
    }
  });

  it.each(['webgpu', 'webgl', 'wasm', 'cpu'])('gives the same answers computed with %s', async (backend) => {
    await page.selectOption('#backend', backend);
    await page.waitForSelector(`#facts[data-backend=${backend}]`);
    await ready();
    const file = someClips()[0] as string;
    expectClose(await open(file), (await node(file)).probabilities);
  });

  it('opens a model of the user’s own', async () => {
    const files = ['card.json', 'model.json', 'weights.bin'].map((name) => join(site.model, name));
    await page.setInputFiles('#bundle', files);
    await ready();
    expect(
      await page.$eval('#model', (select) => (select as HTMLSelectElement).selectedOptions[0]?.text),
    ).toBe('Your own model');
    await page.setInputFiles('#bundle', files.slice(0, 2));
    await page.waitForSelector('#problem:not([hidden])');
    expect(await page.textContent('#problem')).toMatch(/weights\.bin .*not among the files/);
    await page.reload();
    await ready();
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)('has nothing that axe-core finds serious: %s, %i pixels wide', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await open(site.path('long.wav'));
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(),
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const overflow = () => (document.scrollingElement?.scrollWidth ?? 0) - innerWidth;
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  });

  it('works without a network once it has been loaded', async () => {
    await page.waitForFunction(() =>
      /without a network/.test(document.querySelector('#offline')?.textContent ?? ''),
    );
    await context.setOffline(true);
    await page.reload();
    await ready();
    const file = someClips()[0] as string;
    expectClose(await open(file), (await node(file)).probabilities);
    await context.setOffline(false);
  });
});
