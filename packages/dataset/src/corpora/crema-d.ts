import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clip } from '../types.ts';
import { readTable } from './csv.ts';
import { groups, type NamingRule, stem } from './naming.ts';

const NAME = /^(?<speaker>\d{4})_(?<sentence>[A-Z]{3})_(?<label>[A-Z]{3})_(?<level>LO|MD|HI|XX?)$/;
const EMOTIONS = new Set(['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD']);

/** Age and sex of the actors; its columns are ActorID, Age, Sex, Race, Ethnicity. */
const DEMOGRAPHICS = 'VideoDemographics.csv';

/**
 * CREMA-D: actor, sentence, emotion, level.
 *
 * H. Cao et al., CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset, IEEE Transactions on Affective
 * Computing 5(4), 2014; github.com/CheyneyComputerScience/CREMA-D
 */
export const cremaD: NamingRule<'crema-d'> = {
  kind: 'crema-d',
  example: '1001_DFA_ANG_XX.wav',
  licence: 'ODbL 1.0 (database), DbCL 1.0 (contents)',
  folder: 'AudioWAV',

  parse(file) {
    const recording = stem(file);
    const name = groups<'speaker' | 'sentence' | 'label' | 'level'>(NAME, recording);
    if (!name) return undefined;
    if (!EMOTIONS.has(name.label)) return { reason: `unknown emotion ${name.label}` };
    // Copies of the corpus made before 2022 name one file 1040_ITH_SAD_X.
    return { ...name, level: name.level === 'X' ? 'XX' : name.level, recording };
  },

  async complete(clips, root) {
    const actors = await readDemographics(join(root, DEMOGRAPHICS));
    for (const clip of clips) Object.assign(clip, actors.get(clip.speaker ?? ''));
  },
};

async function readDemographics(file: string): Promise<Map<string, Pick<Clip, 'sex' | 'age'>>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  return new Map(
    readTable(text, file, ['actorid', 'age', 'sex']).map(({ cells }) => {
      const sex = cells.sex.toLowerCase();
      const age = Number.parseInt(cells.age, 10);
      return [
        cells.actorid,
        {
          ...((sex === 'female' || sex === 'male') && { sex }),
          ...(age > 0 && { age }),
        },
      ];
    }),
  );
}
