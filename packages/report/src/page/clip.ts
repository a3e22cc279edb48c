import { melSpectrogram } from '../charts/mel-spectrogram.ts';
import { waveform } from '../charts/waveform.ts';
import type { CorpusExample } from '../corpus-report/types.ts';
import { ReportError } from '../errors.ts';
import { decimal, duration } from '../format.ts';
import { WIDTHS } from './figure.ts';
import { type Content, type Html, html, trusted } from './html.ts';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export interface ClipFigure {
  title: Content;
  /** Whether it has a player; the clip's sound must be there. */
  plays: boolean;
  /** What stands below it. */
  below?: Content;
}

/** A clip to look at and listen to: waveform, mel spectrogram and player. */
export function clipFigure(clip: CorpusExample, { title, plays, below }: ClipFigure): Html {
  const { id, speaker, seconds, sampleRate, mel } = clip;
  const facts = [
    id,
    speaker !== undefined && `speaker ${speaker}`,
    duration(seconds),
    `${decimal(sampleRate / 1000)}\u00a0kHz`,
  ];
  const named = (what: string) => ({ width: WIDTHS.half, title: `${what} of ${id}` });
  return html`<figure>
<figcaption><strong>${title}</strong> <span>${facts.filter(Boolean).join(' · ')}</span></figcaption>
${trusted(waveform({ samples: clip.waveform, sampleRate }, named('Waveform')))}
${trusted(melSpectrogram(mel, named('Mel spectrogram')))}
${plays && player(clip)}${below}
</figure>
`;
}

function player({ id, wavBase64 = '' }: CorpusExample): Html {
  if (!BASE64.test(wavBase64)) throw new ReportError(`wavBase64 of ${id} is not base64.`);
  return html`<audio controls="" preload="none" aria-label="Play ${id}" src="data:audio/wav;base64,${wavBase64}"></audio>`;
}
