import { groupBars } from '../charts/group-bars.ts';
import { percent } from '../format.ts';
import { clipFigure } from '../page/clip.ts';
import { WIDTHS } from '../page/figure.ts';
import { type Html, html, trusted } from '../page/html.ts';
import type { Section } from '../page/page.ts';
import type { HardClip } from './types.ts';

/** Sounds make a page heavy. */
const MAX_PLAYERS = 24;

/** The clips whose true class the model thought least of, to hear whether one would have known better. */
export function hardestSection(clips: readonly HardClip[], labels: readonly string[]): Section {
  return {
    title: 'Hardest clips',
    lead:
      'Those whose true class the model thought least of, one a speaker. Amplitude as a share of full scale, and mel bands ' +
      'from quiet (dark) to loud (bright), each clip on its own scale; below them what the model said.',
    body: html`<div class="gallery">
${clips.slice(0, MAX_PLAYERS).map((clip) => card(clip, labels))}</div>`,
  };
}

function card(clip: HardClip, labels: readonly string[]): Html {
  const { id, label, predicted, probabilities, sound } = clip;
  const title = `${label}, taken for ${predicted}`;
  const said = trusted(
    groupBars(
      {
        measure: 'Probability',
        scale: 'share',
        bars: labels.map((name, i) => ({ name, value: probabilities[i] ?? 0 })),
      },
      {
        width: WIDTHS.half,
        title: `Probabilities of ${id}`,
        description: labels.map((name, i) => `${name} ${percent(probabilities[i] ?? 0)}.`).join(' '),
      },
    ),
  );
  if (sound) return clipFigure(sound, { title, plays: sound.wavBase64 !== undefined, below: said });
  return html`<figure>
<figcaption><strong>${title}</strong> <span>${id} · its file can't be read any more</span></figcaption>
${said}
</figure>
`;
}
