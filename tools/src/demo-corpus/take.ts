import { type Emotion, eachDimension, type Prosody } from './prosody.ts';
import type { Random } from './random.ts';
import type { Speaker } from './speakers.ts';

/** CREMA-D's intensity codes: low, medium, high, unspecified. */
export type Level = 'LO' | 'MD' | 'HI' | 'XX';

/** How strongly a take shows its emotion: 0 would be neutral, 1 is the table's. */
const STRENGTH: Record<Level, { mean: number; deviation: number }> = {
  LO: { mean: 0.6, deviation: 0.12 },
  MD: { mean: 0.95, deviation: 0.12 },
  HI: { mean: 1.3, deviation: 0.12 },
  XX: { mean: 1, deviation: 0.22 },
};

/** The voice of one take: the speaker's own, moved by the emotion in the speaker's manner, never twice the same. */
export function planTake(speaker: Speaker, emotion: Emotion, level: Level, random: Random): Prosody {
  const { mean, deviation } = STRENGTH[level];
  const strength = Math.max(0.15, random.normal(mean, deviation));
  return eachDimension((name, { neutral, shift, takes, limits: [lowest, highest] }) => {
    const expressed = emotion === 'NEU' ? 0 : strength * speaker.manner[emotion][name] * shift[emotion];
    const value = neutral + speaker.habits[name] + expressed + random.normal(0, takes);
    return Math.min(highest, Math.max(lowest, value));
  });
}
