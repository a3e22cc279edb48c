import { cremaD } from './crema-d.ts';
import { emoDb } from './emo-db.ts';
import { ravdess } from './ravdess.ts';
import { savee } from './savee.ts';
import { tess } from './tess.ts';

/** The corpora that are known by how they name their files. To add one, write its rule and name it here. */
export const CORPUS_RULES = [cremaD, ravdess, tess, savee, emoDb] as const;
