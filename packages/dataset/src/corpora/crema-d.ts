import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clip, DatasetError } from '../types.ts';
import { type Row, readTable } from './csv.ts';
import { groups, type NamingRule, stem } from './naming.ts';

const NAME = /^(?<speaker>\d{4})_(?<sentence>[A-Z]{3})_(?<label>[A-Z]{3})_(?<level>LO|MD|HI|XX?)$/;
const EMOTIONS = new Set(['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD']);

/** Age and sex of the actors; its columns are ActorID, Age, Sex, Race, Ethnicity. */
const DEMOGRAPHICS = 'VideoDemographics.csv';

/** What people took each clip for; a row's number says whether they heard it (1), saw it (2) or both (3). */
const VOTES = join('processedResults', 'tabulatedVotes.csv');
const VOTE_COLUMNS = { a: 'ANG', d: 'DIS', f: 'FEA', h: 'HAP', n: 'NEU', s: 'SAD' } as const;

/** CREMA-D: actor, sentence, emotion, level. */
export const cremaD: NamingRule<'crema-d'> = {
  kind: 'crema-d',
  example: '1001_DFA_ANG_XX.wav',
  citation:
    'H. Cao et al., CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset, IEEE Transactions on Affective Computing 5(4), 2014; github.com/CheyneyComputerScience/CREMA-D',
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
    const votes = await readVotes(join(root, VOTES));
    for (const clip of clips) {
      Object.assign(clip, actors.get(clip.speaker ?? ''));
      const heard = votes.get(stem(clip.path));
      if (heard) clip.votes = heard;
    }
  },
};

async function readDemographics(file: string): Promise<Map<string, Pick<Clip, 'sex' | 'age'>>> {
  return new Map(
    (await readTableIfThere(file, ['actorid', 'age', 'sex'])).map(({ cells }) => {
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

/** Votes by file name without its extension. */
async function readVotes(file: string): Promise<Map<string, Record<string, number>>> {
  const columns = Object.entries(VOTE_COLUMNS);
  const rows = await readTableIfThere(file, ['', 'filename', ...columns.map(([column]) => column)]);
  return new Map(
    rows
      .filter(({ cells }) => cells['']?.startsWith('1'))
      .map(({ cells, line }) => {
        const votes = columns.map(([column, label]) => [label, Number(cells[column])] as const);
        if (votes.some(([, count]) => !Number.isInteger(count) || count < 0)) {
          throw new DatasetError(`${file}, line ${line}: votes must be whole numbers from 0 up`);
        }
        return [cells.filename as string, Object.fromEntries(votes.filter(([, count]) => count > 0))];
      }),
  );
}

async function readTableIfThere<Column extends string>(
  file: string,
  columns: readonly Column[],
): Promise<Row<Column>[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return readTable(text, file, columns);
}
