import { type RunReport, runReport } from '../src/index.ts';
import { bareRun, byLabel, HOSTILE, LABELS, sampleCorpus, sampleRun } from './data.ts';
import { expectSoundPage } from './page-rules.ts';
import { elements, parsePage, textOf } from './xml.ts';

type Change = (run: RunReport & { evaluation: NonNullable<RunReport['evaluation']> }) => void;

function changed(change: Change): RunReport {
  const run = sampleRun() as Parameters<Change>[0];
  change(run);
  return run;
}

const render = (change: Change) => runReport(changed(change));
const titles = (page: string) => elements(parsePage(page), 'h2').map(textOf);
const tableNamed = (page: string, caption: string) =>
  elements(parsePage(page), 'table')
    .filter((table) => elements(table, 'caption')[0]?.textContent === caption)
    .flatMap((table) =>
      elements(table, 'tr').map((row) =>
        elements(row, '*')
          .filter((cell) => /^t[hd]$/.test(cell.tagName))
          .map(textOf),
      ),
    );

describe('a whole run', () => {
  const page = runReport(sampleRun());
  const text = textOf(parsePage(page));

  it('is a sound page, the same each time, and small enough to mail', () => {
    expectSoundPage(page);
    expect(runReport(sampleRun())).toBe(page);
    expect(page.length).toBeLessThan(200_000);
  });

  it('has results, groups, training, data and settings', () => {
    expect(titles(page)).toEqual(['Results', 'Groups', 'Training', 'Data and split', 'Settings']);
  });

  it('leads with UAR and accuracy, their intervals and chance levels', () => {
    expect(text).toContain('UAR 61.9% 95% interval 58.6–65.0% chance 16.7%');
    expect(text).toContain('Accuracy 61.9% 95% interval 58.8–64.9% commonest class 16.8%');
    expect(text).toContain('1,545 clips by 19 speakers, one answer each.');
  });

  it('has a row for each class, and their means', () => {
    const rows = tableNamed(page, 'Figures by class');
    expect(rows[1]).toEqual(['ANG', '60.0%', '50.0%', '55.0%', '255']);
    expect(rows.at(-1)).toEqual(['Mean of classes', '60.0%', '61.9%', '61.6%', '1,545']);
  });

  it('sets known voices and people beside strangers, where there are figures of them', () => {
    expect(text).not.toContain('Who answers');
    const rows = tableNamed(
      render(({ evaluation }) => {
        evaluation.knownVoice = { all: { uar: 0.7, accuracy: 0.71, macroF1: 0.69, ece: 0.03 } };
        evaluation.people = {
          votes: 900,
          single: { uar: 0.41, accuracy: 0.4 },
          majority: { uar: 0.43, accuracy: 0.42 },
        };
      }),
      'Beside people, who only heard the clips',
    );
    expect(rows.slice(2)).toEqual([
      ['The model, voices known by all their other clips', '70.0%', '71.0%', '69.0%', '3.0%'],
      ['People, a single vote', '41.0%', '40.0%', '–', '–'],
      ['People, the most voted label', '43.0%', '42.0%', '–', '–'],
    ]);
  });

  it('sorts speakers from worst to best', () => {
    const shares = tableNamed(page, 'Figures by speaker')
      .slice(1)
      .map(([, uar = '']) => Number.parseFloat(uar));
    expect(shares).toHaveLength(19);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('shows the audit of the split', () => {
    expect(tableNamed(page, 'Sides of the split')).toEqual([
      ['Side', 'Speakers', 'Clips', 'Sentences', 'Segments'],
      ['training', '64', '5,240', '12', '20,960'],
      ['validation', '8', '656', '12', '2,624'],
      ['test', '19', '1,545', '12', '6,180'],
    ]);
    expect(text).toContain('again in test: 0 speakers, 0 clips, 12 sentences .');
  });

  it('shows configuration and environment', () => {
    expect(text).toContain('split.folds 5');
    expect(text).toContain('cpu.threads 8');
  });

  it('warns of nothing', () => {
    expect(text).not.toContain('Warning');
  });
});

describe('what a reader must know first', () => {
  it('says plainly that made speech says nothing of people', () => {
    const page = render((run) => Object.assign(run.corpus, { synthetic: true }));
    expect(textOf(parsePage(page))).toContain('Warning: Made speech, not recordings');
    expect(page).toContain('they say nothing of how people are understood');
  });

  it('warns of a split that leaks, in its own words', () => {
    const leaks = '91 speakers stand on both sides.';
    const page = render((run) => Object.assign(run.split.audit, { leaks }));
    expect(textOf(parsePage(page))).toContain(`Warning: This split leaks ${leaks}`);
  });

  it('does not call a split a leak that lacks a class', () => {
    const gaps = 'The validation side has no clip of SUR.';
    const text = textOf(parsePage(render((run) => Object.assign(run.split.audit, { gaps }))));
    expect(text).toContain(`Warning: Classes are missing ${gaps}`);
    expect(text).not.toContain('leaks');
  });

  it('says so where the figures are of clips that the model was trained on', () => {
    const page = render((run) => Object.assign(run.evaluation, { trainedOn: 40 }));
    expect(textOf(parsePage(page))).toMatch(
      /Warning: Judged on clips of its own training 40 of [\d,]+ clips/,
    );
  });

  it('names another corpus and clips that were not scored', () => {
    const page = render((run) =>
      Object.assign(run.evaluation, { corpus: 'ravdess', notScored: { SUR: 192, CAL: 8 } }),
    );
    expect(page).toContain('Evaluated on another corpus, ravdess');
    expect(page).toContain('200 clips not scored');
    expect(page).toContain('SUR: 192, CAL: 8');
  });
});

describe('a run that is not done', () => {
  it('renders with nothing but its name', () => {
    const page = runReport(bareRun());
    expectSoundPage(page);
    expect(page).toContain('Not evaluated yet');
    expect(page).toContain('No epoch has been finished yet.');
  });

  it('shows training where there is no evaluation', () => {
    const { evaluation: _, ...run } = sampleRun();
    const page = runReport(run);
    expectSoundPage(page);
    expect(textOf(parsePage(page))).toContain('Validation UAR 54.0% epoch 11');
  });

  it('renders one epoch without validation', () => {
    const page = render((run) => {
      run.history = [{ epoch: 1, loss: 1.7, accuracy: 0.2, validation: null, seconds: 1 }];
    });
    expectSoundPage(page);
    expect(page).not.toContain('UAR and accuracy');
  });

  it('has no figures for a class that never occurs, nor counts it', () => {
    const page = render(({ evaluation }) => {
      evaluation.perClass.SAD = { precision: null, recall: null, f1: null, support: 0 };
      evaluation.confusion[5] = [0, 0, 0, 0, 0, 0];
      evaluation.ci.unit = 'clip';
    });
    expectSoundPage(page);
    expect(tableNamed(page, 'Figures by class')[6]).toEqual(['SAD', '–', '–', '–', '0']);
    expect(textOf(parsePage(page))).toContain('chance 20.0%');
    expect(page).toContain('Intervals are bootstrapped over clips.');
  });

  it('renders an evaluation without what is optional, and with empty groups', () => {
    const page = render(({ evaluation }) => {
      delete evaluation.reliability;
      delete evaluation.segment;
      evaluation.groups = { sex: {} };
    });
    expectSoundPage(page);
    expect(titles(page)).not.toContain('Groups');
    expect(page).not.toContain('Reliability');
  });
});

describe('much of everything', () => {
  it('shows the two ends of many speakers, and all of them in a table', () => {
    const page = render(({ evaluation }) => {
      evaluation.groups.speaker = Object.fromEntries(
        Array.from({ length: 91 }, (_, i) => [`s${i}`, { uar: i / 100, accuracy: 0.5, support: 10 }]),
      );
    });
    expectSoundPage(page);
    expect(page).toContain('The 15 worst');
    expect(page).toContain('The 61 between them');
    expect(tableNamed(page, 'Figures by speaker')).toHaveLength(92);
  });

  it('lists the first 20 files left out, and counts the rest', () => {
    const page = render((run) => {
      run.corpus.skipped = Array.from({ length: 1023 }, (_, i) => ({ path: `${i}.wav`, reason: 'Empty.' }));
    });
    expect(tableNamed(page, 'Left out: 1,023 files')).toHaveLength(21);
    expect(page).toContain('… and 1,003 more.');
  });

  it('gives many classes the whole width', () => {
    const labels = Array.from({ length: 20 }, (_, i) => `class ${i}`);
    const page = render(({ evaluation }) => {
      evaluation.labels = labels;
      evaluation.confusion = labels.map(() => labels.map(() => 1));
      evaluation.perClass = byLabel(() => ({ precision: 0, recall: 0, f1: 0, support: 0 }), labels);
    });
    expectSoundPage(page);
  });
});

describe('bad input', () => {
  it('stays sound with hostile text everywhere', () => {
    for (const text of HOSTILE) {
      const labels = [text, 'B'];
      const page = runReport({
        ...sampleRun(),
        name: text,
        created: text,
        model: { name: text, parameters: 1e18, description: text },
        corpus: {
          name: text,
          synthetic: true,
          clips: 1,
          labels,
          licence: text,
          skipped: [{ path: text, reason: text }],
        },
        evaluation: {
          ...(sampleRun().evaluation as NonNullable<RunReport['evaluation']>),
          labels,
          confusion: [
            [1, 2],
            [3, 4],
          ],
          // As JSON gives it, where `__proto__` is a key like any other.
          perClass: JSON.parse(
            JSON.stringify(
              labels.map((label) => [label, { precision: 0, recall: 0, f1: 0, support: 3 }]),
            ).replace(
              /^.*$/s,
              (entries) =>
                `{${(JSON.parse(entries) as [string, object][]).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join()}}`,
            ),
          ),
          groups: { [`${text}!`]: { [`${text}?`]: { uar: 0.5, accuracy: 0.5, support: 1 } } },
          notScored: { [`${text}.`]: 3 },
          corpus: `${text}-`,
        },
        config: { [text]: [text], nested: { value: text } },
        environment: text,
      });
      expectSoundPage(page);
    }
  });

  it.each<[string, Change]>([
    [
      'run.history[3].loss is NaN',
      ({ history }) => Object.assign(history[3] as object, { loss: Number.NaN }),
    ],
    ['run.evaluation.uar is NaN', ({ evaluation }) => Object.assign(evaluation, { uar: Number.NaN })],
    [
      'run.evaluation.perClass.SAD.f1 is Infinity',
      ({ evaluation }) => Object.assign(evaluation.perClass.SAD as object, { f1: Number.POSITIVE_INFINITY }),
    ],
    ['loss of epoch 1 is null', ({ history }) => Object.assign(history[0] as object, { loss: null })],
    [
      'evaluation.uar is 61.9; it must be a share',
      ({ evaluation }) => Object.assign(evaluation, { uar: 61.9 }),
    ],
    [
      'evaluation.ci.uar runs from 0.7 to 0.6',
      ({ evaluation }) => Object.assign(evaluation.ci, { uar: [0.7, 0.6] }),
    ],
    ['evaluation.perClass has no figures for "SAD"', ({ evaluation }) => delete evaluation.perClass.SAD],
    ['must have 6 × 6 counts', ({ evaluation }) => evaluation.confusion.pop()],
  ])('refuses: %s', (message, change) => {
    expect(() => render(change)).toThrow(message);
  });

  it('shows odd settings as they are', () => {
    expectSoundPage(render((run) => Object.assign(run, { config: { fMax: Number.POSITIVE_INFINITY } })));
  });
});

describe('hardest clips', () => {
  const [sound] = sampleCorpus().examples;
  const hard = (id: string) => ({
    id,
    label: 'SAD',
    predicted: 'ANG',
    probabilities: LABELS.map((_, i) => (i === 0 ? 0.9 : 0.02)),
  });
  const shown = (count: number) =>
    render((run) => {
      run.hardest = Array.from({ length: count }, (_, i) => ({ ...hard(`clip ${i}`), sound: sound! }));
    });

  it('can be looked at and listened to, each with what the model said', () => {
    const page = shown(3);
    expectSoundPage(page);
    expect(titles(page)).toContain('Hardest clips');
    expect(elements(parsePage(page), 'audio')).toHaveLength(3);
    expect(textOf(parsePage(page)).split('SAD, taken for ANG')).toHaveLength(4);
    expect(page).toContain('ANG 90.0%.');
  });

  it('are 24 at most, and stay without a sound where the file is gone', () => {
    expect(elements(parsePage(shown(30)), 'audio')).toHaveLength(24);
    const page = render((run) => {
      run.hardest = [hard('lost')];
    });
    expectSoundPage(page);
    expect(textOf(parsePage(page))).toContain("lost · its file can't be read any more");
  });

  it('refuses a probability that is none', () => {
    const bad = (run: Parameters<Change>[0]) => {
      run.hardest = [{ ...hard('odd'), probabilities: [2] }];
    };
    expect(() => render(bad)).toThrow('a probability of odd');
  });
});
