import { type CorpusReport, corpusReport } from '../src/index.ts';
import { HOSTILE, sampleCorpus } from './data.ts';
import { expectSoundPage } from './page-rules.ts';
import { elements, parsePage, textOf } from './xml.ts';

const render = (change: Partial<CorpusReport> = {}) => corpusReport({ ...sampleCorpus(), ...change });
const titles = (page: string) => elements(parsePage(page), 'h2').map(textOf);

it('shows classes, speakers, lengths and examples', () => {
  const page = render();
  expectSoundPage(page);
  expect(render()).toBe(page);
  expect(titles(page)).toEqual([
    'Classes',
    'Speakers',
    'Lengths',
    'Loudness and pitch',
    'Examples',
    'Recordings to check',
  ]);
  expect(textOf(parsePage(page))).toContain('Clips 7,442 Classes 6 Speakers 91 Speech 5 h 15 min');
});

it('plays each example from the page itself', () => {
  const players = elements(parsePage(render()), 'audio');
  expect(players).toHaveLength(6);
  expect(players[0]?.getAttribute('src')).toBe('data:audio/wav;base64,UklGRiQAAABXQVZF');
  expect(players[0]?.getAttribute('aria-label')).toBe('Play AudioWAV/1010_IEO_ANG_HI');
});

it('has at most 24 players and says so', () => {
  const [example] = sampleCorpus().examples;
  const examples = Array.from({ length: 30 }, (_, i) => ({
    ...(example as NonNullable<typeof example>),
    id: `clip ${i}`,
  }));
  const page = render({ examples });
  expect(elements(parsePage(page), 'audio')).toHaveLength(24);
  expect(page).toContain('The first 24 can be played.');
});

it('renders an empty corpus, and one that says nothing of its speakers', () => {
  const empty = {
    clips: 0,
    labels: [],
    seconds: 0,
    counts: {},
    lengths: [],
    speakers: [],
    examples: [],
    voices: [],
  };
  expectSoundPage(render({ ...empty, bySex: {}, byLevel: {} }));
  const anonymous = render({ speakers: [], bySex: {}, byLevel: {} });
  expectSoundPage(anonymous);
  expect(titles(anonymous)).not.toContain('Speakers');
});

it('says how loud and high each class is, apart for each sex', () => {
  const voices = [
    { label: 'ANG', sex: 'female', loudness: -10, pitch: 300 },
    { label: 'ANG', sex: 'female', loudness: -20, pitch: 200 },
    { label: 'SAD', sex: 'male', loudness: -40 },
  ];
  const text = textOf(parsePage(render({ labels: ['ANG', 'SAD'], voices })));
  expect(text).toContain('ANG −15 – 250 – 0 SAD – −40 – – 1');
  const silent = render({ voices: [{ label: 'ANG' }] });
  expect(titles(silent)).not.toContain('Loudness and pitch');
});

it('names duplicate, silent and clipped recordings, and plays some', () => {
  const [example] = sampleCorpus().examples;
  const { id, label } = example as NonNullable<typeof example>;
  const page = render({
    faults: {
      duplicates: [
        [
          { id, label },
          { id: 'twin', label: 'SAD' },
        ],
      ],
      silent: [{ id: 'still', label: 'NEU' }],
      clipped: Array.from({ length: 13 }, (_, i) => ({ id: `loud ${i}`, label: 'ANG', share: 0.0123 })),
      examples: [example as NonNullable<typeof example>],
    },
  });
  expectSoundPage(page);
  const text = textOf(parsePage(page));
  expect(text).toContain('Duplicates 1 recording Duplicates of different classes 1 Silent 1 Clipped 13');
  expect(text).toContain(`${id} twin ANG, SAD`);
  expect(text).toContain('still NEU');
  expect(text).toContain('loud 9 ANG 1.23%');
  expect(text).toContain('… and 3 more.');
  expect(text).toContain('ANG: the same as twin');
  expect(elements(parsePage(page), 'audio')).toHaveLength(7);
  expect(textOf(parsePage(render()))).toContain('Duplicates none');
});

it.each([37, 73, 91])('gives all rows of %d speakers figures, or none', (n) => {
  const page = render({ speakers: sampleCorpus().speakers.slice(0, n) });
  const maps = elements(parsePage(page), 'svg').filter(
    (svg) => elements(svg, 'title')[0]?.textContent === 'Clips by speaker and class',
  );
  for (const width of ['848', '350']) {
    const figures = maps
      .filter((svg) => svg.getAttribute('width') === width)
      .map((svg) => elements(svg, 'text').some(({ textContent }) => textContent === '14'));
    expect(figures.length).toBeGreaterThan(0);
    expect(new Set(figures).size).toBe(1);
  }
});

it('leaves hundreds of speakers to a table', () => {
  const speakers = Array.from({ length: 201 }, (_, i) => ({ id: `s${i}`, counts: { ANG: i } }));
  const page = render({ speakers });
  expect(page).not.toContain('Clips by speaker and class');
  expect(page).toContain('s200');
});

it('warns of made speech and lists what was left out', () => {
  const skipped = [{ path: 'a.wav', reason: 'It is empty.' }];
  const page = textOf(parsePage(render({ synthetic: true, skipped })));
  expect(page).toContain('Warning: Made speech');
  expect(page).toContain('a.wav It is empty.');
});

it('stays sound with hostile text everywhere', () => {
  for (const text of HOSTILE) {
    const examples = sampleCorpus()
      .examples.slice(0, 1)
      .map((example) => ({
        ...example,
        id: text,
        label: text,
        speaker: text,
      }));
    expectSoundPage(
      render({
        name: text,
        root: text,
        labels: [text, 'B'],
        counts: { [`${text}`]: 1 },
        bySex: { [`${text}?`]: { B: 1 } },
        speakers: [{ id: text, sex: text, counts: { B: 2 } }],
        examples,
        voices: [{ label: text, sex: text, loudness: -20, pitch: 100 }],
        faults: {
          duplicates: [
            [
              { id: text, label: text },
              { id: `${text}?`, label: 'B' },
            ],
          ],
          silent: [{ id: text, label: text }],
          clipped: [{ id: text, label: text, share: 1 }],
          examples,
        },
        skipped: [{ path: text, reason: text }],
      }),
    );
  }
});

it('refuses figures that are not numbers and sound that is not base64', () => {
  const [example] = sampleCorpus().examples;
  const broken = { ...(example as NonNullable<typeof example>), wavBase64: '"><script>' };
  expect(() => render({ examples: [broken] })).toThrow(
    'wavBase64 of AudioWAV/1010_IEO_ANG_HI is not base64.',
  );
  expect(() => render({ lengths: [1, Number.NaN] })).toThrow('corpus.lengths[1] is NaN');
  expect(() => render({ counts: { ANG: 1.5 } })).toThrow('Clips of ANG is 1.5; it must be a whole number');
});
