import type { PhonemeName } from './phonemes.ts';

/** A phoneme as it stands in a sentence. */
export interface Sound {
  phoneme: PhonemeName;
  /** 1 primary, 2 secondary, 0 none; consonants have 0. */
  stress: 0 | 1 | 2;
  /** Whether a word begins here, so a pause may stand before it. */
  wordStart: boolean;
}

export interface Sentence {
  /** CREMA-D's code, as in its file names. */
  code: string;
  text: string;
  sounds: Sound[];
}

/** CREMA-D's twelve sentences in ARPABET, connected speech: DX is the flap of "meeting", `|` stands between words. */
const TRANSCRIPTS: [code: string, text: string, phonemes: string][] = [
  ['IEO', "It's eleven o'clock", 'IH1 T S | IH0 L EH1 V AX0 N | AX0 K L AA1 K'],
  [
    'TIE',
    'That is exactly what happened',
    'DH AE1 DX | IH0 Z | IH0 G Z AE1 K T L IY0 | W AH1 T | HH AE1 P AX0 N D',
  ],
  ['IOM', "I'm on my way to the meeting", 'AY2 M | AA0 N | M AY0 | W EY1 | T AX0 | DH AX0 | M IY1 DX IH0 NG'],
  ['IWW', 'I wonder what this is about', 'AY0 | W AH1 N D ER0 | W AH0 T | DH IH2 S | IH0 Z | AX0 B AW1 T'],
  ['TAI', 'The airplane is almost full', 'DH IY0 | EH1 R P L EY2 N | IH0 Z | AO1 L M OW2 S T | F UH1 L'],
  [
    'MTI',
    'Maybe tomorrow it will be cold',
    'M EY1 B IY0 | T AX0 M AA1 R OW0 | IH0 T | W IH0 L | B IY0 | K OW1 L D',
  ],
  [
    'IWL',
    'I would like a new alarm clock',
    'AY0 | W UH0 D | L AY2 K | AX0 | N UW1 | AX0 L AA1 R M | K L AA2 K',
  ],
  [
    'ITH',
    "I think I have a doctor's appointment",
    'AY0 | TH IH1 NG K | AY0 | HH AE0 V | AX0 | D AA1 K T ER0 Z | AX0 P OY1 N T M AX0 N T',
  ],
  ['DFA', "Don't forget a jacket", 'D OW2 N T | F ER0 G EH1 DX | AX0 | JH AE1 K AX0 T'],
  ['ITS', "I think I've seen this before", 'AY0 | TH IH1 NG K | AY0 V | S IY1 N | DH IH0 S | B IH0 F AO1 R'],
  ['TSI', 'The surface is slick', 'DH AX0 | S ER1 F AX0 S | IH0 Z | S L IH1 K'],
  [
    'WSI',
    "We'll stop in a couple of minutes",
    'W IY0 L | S T AA1 P | IH0 N | AX0 | K AH1 P AX0 L | AX0 V | M IH1 N AX0 T S',
  ],
];

export const SENTENCES: Sentence[] = TRANSCRIPTS.map(([code, text, phonemes]) => ({
  code,
  text,
  sounds: phonemes.split(' | ').flatMap((word) =>
    word.split(' ').map((symbol, index) => ({
      phoneme: symbol.replace(/\d$/, '') as PhonemeName,
      stress: Number(/\d$/.exec(symbol)?.[0] ?? 0) as Sound['stress'],
      wordStart: index === 0,
    })),
  ),
}));
