import type { Answer, AnswerWriter, Span } from './answer.ts';

/** Eighths of a character cell, from nothing to all of it. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

const NAME_WIDTH = 28;
/** ' 100 %' and the gap to the next column. */
const PERCENT_WIDTH = 8;
const [LEAST_BAR, MOST_BAR] = [4, 12];

/**
 * A table that grows line by line: a bar and a percentage a label, as wide as the terminal allows. Windows of a long
 * recording stand below it.
 */
export function answerTable(
  labels: readonly string[],
  columns: number,
  print: (line: string) => void,
): AnswerWriter {
  const labelWidth = Math.max('label'.length, ...labels.map((label) => label.length));
  const room = Math.floor((columns - NAME_WIDTH - labelWidth - 4) / labels.length) - PERCENT_WIDTH;
  const bar = Math.min(MOST_BAR, Math.max(LEAST_BAR, room));
  const line = (name: string, label: string, cells: readonly string[]) =>
    `${fit(name)}  ${label.padEnd(labelWidth)}  ${cells.join('  ')}`.trimEnd();
  const row = (name: string, { label, probabilities }: Pick<Answer, 'label' | 'probabilities'>) =>
    line(
      name,
      label,
      Array.from(probabilities, (value) => `${drawBar(value, bar)}${percent(value)}`),
    );
  let headed = false;
  const head = () => {
    if (headed) return;
    headed = true;
    print(
      line(
        'file',
        'label',
        labels.map((label) => label.padEnd(bar + PERCENT_WIDTH - 2)),
      ),
    );
  };
  return {
    write(answer) {
      head();
      if ('error' in answer) return print(`${fit(answer.file)}  can't be judged: ${answer.error}`);
      const { file, span, windows = [] } = answer;
      print(row(span ? times(span) : file, answer));
      for (const window of windows) print(row(`  ${times(window.span)}`, window));
    },
  };
}

function drawBar(share: number, width: number): string {
  const eighths = Math.round(8 * width * share);
  return ('█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7]).padEnd(width);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`.padStart(PERCENT_WIDTH - 2);
}

function times({ start, end }: Span): string {
  return `${start.toFixed(1)}–${end.toFixed(1)} s`;
}

/** The end of a long name tells files apart, not its beginning. */
function fit(name: string): string {
  const characters = [...name];
  if (characters.length <= NAME_WIDTH) return name.padEnd(NAME_WIDTH);
  return `…${characters.slice(1 - NAME_WIDTH).join('')}`;
}
