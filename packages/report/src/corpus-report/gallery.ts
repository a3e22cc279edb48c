import { melSpectrogram } from '../charts/mel-spectrogram.ts';
import { waveform } from '../charts/waveform.ts';
import { ReportError } from '../errors.ts';
import { decimal, duration } from '../format.ts';
import { WIDTHS } from '../page/figure.ts';
import { type Html, html, trusted } from '../page/html.ts';
import type { Section } from '../page/page.ts';
import type { CorpusExample } from './types.ts';

/** Sounds make a page heavy; more of them than this are left out. */
const MAX_PLAYERS = 24;

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

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
${examples.map((example) => card(example, playing.has(example)))}</div>`,
  };
}

function card(example: CorpusExample, plays: boolean): Html {
  const { id, label, speaker, seconds, sampleRate, mel } = example;
  const facts = [
    id,
    speaker !== undefined && `speaker ${speaker}`,
    duration(seconds),
    `${decimal(sampleRate / 1000)}\u00a0kHz`,
  ];
  const named = (what: string) => ({ width: WIDTHS.half, title: `${what} of ${id}` });
  return html`<figure>
<figcaption><strong>${label}</strong> <span>${facts.filter(Boolean).join(' · ')}</span></figcaption>
${trusted(waveform({ samples: example.waveform, sampleRate }, named('Waveform')))}
${trusted(melSpectrogram(mel, named('Mel spectrogram')))}
${plays && player(example)}
</figure>
`;
}

function player({ id, wavBase64 = '' }: CorpusExample): Html {
  if (!BASE64.test(wavBase64)) throw new ReportError(`wavBase64 of ${id} is not base64.`);
  return html`<audio controls="" preload="none" aria-label="Play ${id}" src="data:audio/wav;base64,${wavBase64}"></audio>`;
}
