import { clipFigure } from '../page/clip.ts';
import { html } from '../page/html.ts';
import type { Section } from '../page/page.ts';
import type { CorpusExample } from './types.ts';

/** Sounds make a page heavy; more of them than this are left out. */
const MAX_PLAYERS = 24;

/** Examples to look at and listen to. */
export function gallerySection(examples: readonly CorpusExample[]): Section {
  const playing = new Set(examples.filter(({ wavBase64 }) => wavBase64 !== undefined).slice(0, MAX_PLAYERS));
  const silent = examples.some((example) => example.wavBase64 !== undefined && !playing.has(example));
  return {
    title: 'Examples',
    lead:
      'Amplitude as a share of full scale, and mel bands from quiet (dark) to loud (bright), each clip on its own scale.' +
      (silent ? ` The first ${MAX_PLAYERS} can be played.` : ''),
    body: html`<div class="gallery">
${examples.map((example) => clipFigure(example, { title: example.label, plays: playing.has(example) }))}</div>`,
  };
}
