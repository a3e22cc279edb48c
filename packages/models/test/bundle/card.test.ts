import { type BundleCard, completeCard, parseCard } from '../../src/bundle/card.ts';
import { tinyCard } from '../support/tiny.ts';

const HASH = 'a'.repeat(64);
const card = completeCard(tinyCard(), { 'model.json': HASH, 'weights.bin': HASH });

/** Of rows of one value, where the card's have four. */
const estimate = {
  heard: { mean: [0, 0], std: [1, 1] },
  voice: [0, 0],
  shows: [[0, 0]],
  directions: [[1, 0]],
};
const voice = { kind: 'voice', mean: [0, 0, 0, 0], std: [1, 1, 1, 1], rows: 512 };

const parse = (change: Record<string, unknown>) =>
  parseCard(JSON.stringify({ ...card, ...change }), 'model/card.json');

describe('parseCard', () => {
  it('reads what was written', () => {
    expect(parseCard(JSON.stringify(card), 'card.json')).toEqual(card);
  });

  it('names the file when it was cut short', () => {
    const half = JSON.stringify(card).slice(0, 200);
    expect(() => parseCard(half, 'model/card.json')).toThrow('model/card.json is not whole JSON');
  });

  it.each<[string, Record<string, unknown>]>([
    ['labels', { labels: 'ANG' }],
    ['recipe.sampleRate', { recipe: { ...card.recipe, sampleRate: '16k' } }],
    ['recipe.mel', { recipe: { ...card.recipe, mel: { bands: 4 } } }],
    ['normalisation', { normalisation: { kind: 'band', mean: [0], std: [1] } }],
    [
      'answers',
      {
        answers: {
          mixed: { mean: [0], spread: 1 },
          plain: { mean: [0], spread: 1 },
          windows: 4,
          sharpness: 1,
        },
      },
    ],
    ['normalisation.estimate', { normalisation: { ...voice, estimate } }],
    ['normalisation.estimate', { normalisation: { ...voice, estimate: { ...estimate, shows: [[1]] } } }],
    ['normalisation.std.0', { normalisation: { kind: 'band', mean: [0, 0, 0, 0], std: [0, 1, 1, 1] } }],
    ['files.weights.bin', { files: { ...card.files, 'weights.bin': 'x' } }],
    ['format', { format: 'one' }],
  ])('names the entry at fault: %s', (entry, change) => {
    expect(() => parse(change)).toThrow(`model/card.json is not a model's card: ${entry}: `);
  });

  it('says that a later format needs a later version', () => {
    expect(() => parse({ format: 2 })).toThrow('has format 2; this version reads format 1');
  });

  it('is no card at all where something else is written', () => {
    for (const text of ['null', '[]', '"card"'])
      expect(() => parseCard(text, 'card.json')).toThrow("not a model's card");
  });

  it("keeps the recipe's segments of every kind", () => {
    const kinds: BundleCard['recipe']['segments'][] = [
      { kind: 'equalise', samples: 27_959, dropFirst: true },
      { kind: 'whole', seconds: 2.5 },
      { kind: 'window', seconds: 2, hopSeconds: 1 },
    ];
    for (const segments of kinds) {
      expect(parse({ recipe: { ...card.recipe, segments } }).recipe.segments).toEqual(segments);
    }
  });
});
