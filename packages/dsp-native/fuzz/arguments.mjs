// Calls the addon with arguments that src/ would never hand over: good calls of every operation, in which something is
// spoiled. The process must survive, each call must end with a result or an error that says what is wrong, no memory be
// written that isn't the call's or taken that it doesn't warrant, and a good call afterwards give the bits it gave before.
//   node fuzz/arguments.mjs [--seconds 60] [--rounds N] [--seed 1]
// Ends with 1 at the first fault and names its seed: `--seed N --rounds 1` does it again. DSP_NATIVE_ADDON names another
// build of the addon.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '1000000000' },
    seed: { type: 'string', default: '1' },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^[1-9]\d*$/.test(value)) {
    console.error(`--${name} is '${value}', but it must be a whole number from 1 on.`);
    process.exit(1);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ser-fuzz-'));
try {
  const place = join(folder, 'at');
  const file = openSync(place, 'w+');
  const script = join(import.meta.dirname, 'arguments/rounds.mjs');
  const { status, signal } = spawnSync(
    process.execPath,
    [script, values.seed, values.rounds, values.seconds],
    { stdio: ['ignore', 'inherit', 'inherit', file] },
  );
  closeSync(file);
  if (status !== 0) {
    if (status !== 1)
      console.error(`ended with ${signal ?? status} at ${readFileSync(place, 'utf8').trim()}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
