import type { Answer, AnswerWriter, Span } from './answer.ts';

/** One JSON object a line: what programs read. */
export function jsonLines(labels: readonly string[], print: (line: string) => void): AnswerWriter {
  const said = ({ label, probabilities }: Pick<Answer, 'label' | 'probabilities'>) => ({
    label,
    probabilities: Object.fromEntries(labels.map((name, i) => [name, round(probabilities[i] as number, 4)])),
  });
  const times = ({ start, end }: Span) => ({ start: round(start, 3), end: round(end, 3) });
  return {
    write(answer) {
      if ('error' in answer) return print(JSON.stringify(answer));
      const { file, span, seconds, windows } = answer;
      const line = {
        file,
        ...(span && times(span)),
        ...said(answer),
        ...(seconds !== undefined && { seconds: round(seconds, 3) }),
        ...(windows && { windows: windows.map((window) => ({ ...times(window.span), ...said(window) })) }),
      };
      print(JSON.stringify(line));
    },
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
