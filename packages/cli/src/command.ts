/** Errors of these names are mistakes in our code, not in the user's input: they keep their stack. */
const BUGS = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'AssertionError']);

/** Exit status of a command that Ctrl-C ended, by the shells' convention of 128 + signal number. */
const INTERRUPTED = 130;

/**
 * Runs a command's work and ends the process as users of a shell expect.
 *
 * An error is one line on standard error and exit status 1. The first Ctrl-C aborts `signal`, so that the work
 * can leave things in order and the command ends with 130; a second one ends it at once. A reader that closes
 * the pipe early (`| head`) ends it quietly.
 */
export async function runCommand(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort(new Interrupted());
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await work(controller.signal);
    if (controller.signal.aborted) process.exitCode = INTERRUPTED;
  } catch (error) {
    if (error instanceof Interrupted) {
      process.exitCode = INTERRUPTED;
    } else {
      process.stderr.write(`${describe(error)}\n`);
      process.exitCode = 1;
    }
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** The reason of a command's signal after Ctrl-C. */
export class Interrupted extends Error {
  override name = 'Interrupted';
  constructor() {
    super('interrupted');
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  if (BUGS.has(error.name)) return `error: ${error.stack ?? error.message}`;
  return `error: ${error.message}`;
}
