import type { BackendName, ModelFacts } from '../shared/messages.ts';
import { element, make } from './element.ts';
import { emotionName } from './emotions.ts';

const BACKENDS: Record<BackendName, string> = {
  webgpu: 'WebGPU (graphics card)',
  webgl: 'WebGL (graphics card)',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};

/** What there is to know of the model and of what runs it. */
export function showFacts(facts: ModelFacts, backend: BackendName, refused: readonly string[]): void {
  const { name, architecture, labels, windowSeconds, corpus, split, side, uar, licence } = facts;
  const range = uar?.interval ? ` [${uar.interval.map((end) => end.toFixed(2)).join(', ')}]` : '';
  const entries: [string, string, string?][] = [
    ['Model', name === architecture ? name : `${name} (${architecture})`],
    ['Labels', labels.map(emotionName).join(', ')],
    ['Trained on', corpus.synthetic ? `${corpus.name}, made speech: it knows no real voice` : corpus.name],
    ...(corpus.citation === null
      ? []
      : [['Its makers', [corpus.citation, corpus.licence].filter(Boolean).join('. ')] as [string, string]]),
    [
      'Mean recall of its labels',
      uar ? `${uar.value.toFixed(2)}${range} on the ${side} side of a ${split} split` : 'not measured',
    ],
    ['Hears at once', `${windowSeconds.toFixed(1)} s`],
    ['Licence of the model', licence ?? 'none stated'],
    ['Computes with', [BACKENDS[backend], ...refused.map((reason) => `not better: ${reason}`)].join('; ')],
    ['Work for a window', '–', 'work'],
  ];
  const list = element('facts', HTMLElement);
  list.dataset.backend = backend;
  list.dataset.windowSeconds = String(windowSeconds);
  list.replaceChildren(
    ...entries.map(([term, value, id]) => {
      const row = make('div');
      const definition = make('dd', value);
      if (id) definition.id = id;
      row.append(make('dt', term), definition);
      return row;
    }),
  );
  element('figures', HTMLElement).textContent = uar
    ? `This model finds ${Math.round(100 * uar.value)} % of each emotion among ${labels.length}${corpus.synthetic ? ' in made speech' : ''}; guessing would find ${Math.round(100 / labels.length)} %.`
    : '';
}

/** Milliseconds that a window took. */
export function showWork(workMs: number): void {
  const work = element('work', HTMLElement);
  work.textContent = `${workMs.toFixed(1)} ms`;
  work.dataset.milliseconds = String(workMs);
}
