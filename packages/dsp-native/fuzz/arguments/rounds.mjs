import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Draw } from './draw.mjs';
import { goodCall } from './good-calls.mjs';
import { spoil, spoiledValue } from './spoil.mjs';

// Rounds of calls of the addon, most of them spoiled; see ../arguments.mjs, which starts this in a process of its own:
//   node rounds.mjs SEED ROUNDS SECONDS
// What it is at is always written at the start of file descriptor 3, so that something is left after a crash.

const [firstSeed, rounds, seconds] = process.argv.slice(2).map(Number);
const built = join(import.meta.dirname, '../../build/Release/dsp_native.node');
const addon = createRequire(import.meta.url)(process.env.DSP_NATIVE_ADDON || built);

const CALLS_A_ROUND = 12;
const SPOILED_A_ROUND = 150;
/** A call takes milliseconds: one that takes this long hangs. */
const PATIENCE_MS = 60_000;
/** What a spoiled size may make resident, in kilobytes; a sanitizer keeps what is freed for a while. */
const ROOM_KB = (process.env.ASAN_OPTIONS || process.env.TSAN_OPTIONS ? 3 : 1) * 2 ** 20;
/** A refusal says what is wrong. No spoiled size may get as far as to lack memory. */
const SENTENCE =
  /^(The native engine (was called with|knows no operation|was disposed of)|There is no |This processor |readWavFiles was called with(out)? ).*\.$/su;

const GUARD = 16;
const guardValue = 12_345;

/** The job with an output between guards, which no engine may touch. */
function guarded(job) {
  const memory = new Float32Array(job.output.length + 2 * GUARD).fill(guardValue);
  return { ...structuredClone(job), output: memory.subarray(GUARD, memory.length - GUARD) };
}

function checkGuards({ output }) {
  const memory = new Float32Array(output.buffer);
  const outside = [...memory.subarray(0, GUARD), ...memory.subarray(-GUARD)];
  if (outside.some((x) => x !== guardValue)) throw new Error('something was written beyond the output');
}

/** The last event, or the error thrown. */
function run(engine, operation, job, onStart) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the call hangs')), PATIENCE_MS);
    const end = (...event) => {
      clearTimeout(timer);
      resolve(event);
    };
    try {
      const number = engine.start(operation, job, (...event) => event[0] !== 'progress' && end(...event));
      onStart?.(number);
    } catch (error) {
      end('failed', error?.message);
    }
  });
}

function checkEvent([kind, message]) {
  if (kind === 'failed' && !SENTENCE.test(message)) throw new Error(`an unclear error: ${message}`);
  return kind;
}

async function checkGood(engine, { operation, job, bits }) {
  const again = guarded(job);
  const [kind, message] = await run(engine, operation, again);
  if (kind !== 'done') throw new Error(`a good call of ${operation} ended with ${kind} ${message ?? ''}`);
  checkGuards(again);
  if (Buffer.compare(bytesOf(again.output), bits) !== 0) throw new Error(`${operation} gave other bits`);
}

const bytesOf = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

async function trySpoiled(draw, engine, { operation, job }, say) {
  const spoiled = guarded(job);
  const { output } = spoiled;
  const paths = Array.from({ length: draw.pick([1, 1, 1, 2, 3]) }, () => spoil(draw, spoiled));
  say(`${operation} with ${paths.join(', ')} spoiled`);
  const cancel = draw.chance(0.05) ? (number) => engine.cancel(number) : undefined;
  const kind = checkEvent(await run(engine, operation, spoiled, cancel));
  if (output.buffer.byteLength > 0) checkGuards({ output });
  return kind;
}

/** Arguments around a job: of the constructor, start, cancel, readWavFiles. */
async function tryOthers(draw, engine, { operation, job }, say) {
  const attempt = async (name, call) => {
    say(name);
    try {
      await call();
    } catch (error) {
      checkEvent(['failed', error?.message]);
    }
  };
  const one = (values) => {
    const at = draw.integer(0, values.length - 1);
    return values.map((value, i) => (i === at ? spoiledValue(draw, value) : value));
  };
  await attempt('new Engine', () => new addon.Engine(...one(['cpu', 2, ''])).dispose());
  await attempt('cancel', () => engine.cancel(...one([1])));
  await attempt('start', async () => {
    const [name, description, onEvent] = one([operation, job, () => {}]);
    if (description === job && typeof onEvent === 'function' && name !== operation) {
      await run(engine, name, guarded(job)).then(checkEvent);
    } else {
      engine.start(name, description === job ? guarded(job) : description, onEvent);
    }
  });
  const paths = [import.meta.filename, 'there is no such file', ''];
  if (draw.chance(0.3)) paths[draw.integer(0, 2)] = spoiledValue(draw, '');
  await attempt('readWavFiles', () =>
    addon.readWavFiles(...one([paths, new Uint8Array(4096), new Int32Array(1)])),
  );
}

async function round(seed, say, counts) {
  const draw = new Draw(seed);
  const calls = [];
  const fresh = new addon.Engine('cpu', 1, '');
  while (calls.length < CALLS_A_ROUND) {
    const call = await goodCall(draw);
    const job = guarded(call.job);
    say(`a good ${call.operation}`);
    const [kind, message] = await run(fresh, call.operation, job);
    if (kind !== 'done') throw new Error(`it ended with ${kind} ${message ?? ''}`);
    calls.push({ ...call, bits: Buffer.from(bytesOf(job.output)) });
  }
  fresh.dispose();

  const engine = new addon.Engine('cpu', 2, '');
  for (let i = 0; i < SPOILED_A_ROUND; i++) {
    const call = draw.pick(calls);
    if (draw.chance(0.1)) await tryOthers(draw, engine, call, say);
    counts[await trySpoiled(draw, engine, call, say)]++;
    say(`a good call after ${call.operation}`);
    // Of the same operation, because what an engine keeps from call to call is kept for each.
    await checkGood(engine, draw.chance(0.5) ? call : draw.pick(calls));
  }
  engine.dispose();
}

const end = Date.now() + seconds * 1000;
const counts = { done: 0, cancelled: 0, nonFinite: 0, failed: 0 };
const before = process.resourceUsage().maxRSS;
let what = '';
let seed = firstSeed;
const say = (text) => {
  what = `seed ${seed}: ${text}`;
  writeSync(3, `${what}\n`.padEnd(200), 0);
};
try {
  for (; seed < firstSeed + rounds && Date.now() < end; seed++) {
    await round(seed, say, counts);
    const grown = process.resourceUsage().maxRSS - before;
    if (grown > ROOM_KB) throw new Error(`${Math.round(grown / 1024)} MB became resident`);
  }
  const { done, cancelled, nonFinite, failed } = counts;
  console.log(
    `${done + cancelled + nonFinite + failed} spoiled calls (seeds ${firstSeed} to ${seed - 1}): ${failed} refused, ` +
      `${done} done, ${nonFinite} with samples that aren't finite, ${cancelled} cancelled; nothing found`,
  );
} catch (error) {
  console.error(`${what}: ${error.message}`);
  process.exit(1);
}
