import { SingleBar } from 'cli-progress';

/** Seconds between lines where there is no terminal to draw a bar on. */
const LINE_INTERVAL_S = 5;

/** Work under two seconds shows nothing where there is no terminal. */
const FIRST_LINE_S = 2;

export interface Progress {
  /** `done` of `total`; `note` stands at the end of the line (loss, file name, …). */
  update(done: number, total: number, note?: string): void;
  /** Takes the bar away, so that other output starts on a line of its own; the next update begins anew. */
  stop(): void;
}

/**
 * Progress on standard error: a bar on a terminal, elsewhere a plain line every few seconds.
 * Standard output stays the command's own.
 */
export function createProgress(
  label: string,
  unit: string,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  return stream.isTTY ? createBar(label, unit, stream) : createLines(label, unit, stream);
}

function createBar(label: string, unit: string, stream: NodeJS.WriteStream): Progress {
  const bar = new SingleBar({
    format: `${label} {bar} {value}/{total} ${unit}  {percentage} %  {eta_formatted} left  {note}`,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    barsize: 24,
    fps: 10,
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    linewrap: false,
    stream,
  });
  let started = false;
  return {
    update(done, total, note = '') {
      if (!started) {
        bar.start(total, done, { note });
        started = true;
      } else {
        bar.setTotal(total);
        bar.update(done, { note });
      }
    },
    stop() {
      if (started) bar.stop();
      started = false;
    },
  };
}

function createLines(label: string, unit: string, stream: NodeJS.WriteStream): Progress {
  const fresh = () => {
    const start = performance.now();
    return { start, next: start + FIRST_LINE_S * 1000 };
  };
  let times = fresh();
  return {
    update(done, total, note = '') {
      const now = performance.now();
      if (now < times.next) return;
      times.next = now + LINE_INTERVAL_S * 1000;
      const left = done > 0 ? Math.round((((now - times.start) / done) * (total - done)) / 1000) : undefined;
      const time = left === undefined ? '' : `  ${left} s left`;
      stream.write(`${label} ${done}/${total} ${unit}${time}${note && `  ${note}`}\n`);
    },
    stop() {
      times = fresh();
    },
  };
}
