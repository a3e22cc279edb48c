import { pitchTracks } from './pitch.ts';
import { EMOTIONS, type Emotion } from './prosody.ts';
import { randomFor } from './random.ts';
import { record } from './recording.ts';
import { writeScore } from './score.ts';
import { SENTENCES, type Sentence } from './sentences.ts';
import { makeSpeaker, type Speaker } from './speakers.ts';
import { SAMPLE_RATE, synthesize } from './synthesizer.ts';
import { type Level, planTake } from './take.ts';
import { trackGestures } from './tracks.ts';

/** Raised whenever a clip comes out different, so that older corpora are made anew. */
export const GENERATOR_VERSION = 1;

/** A clip to be made. */
export interface DemoClip {
  speaker: Speaker;
  sentence: Sentence;
  emotion: Emotion;
  level: Level;
}

/**
 * Every clip of a corpus, by speaker. As in CREMA-D, each sentence is said once an emotion at no set level, and the
 * first, "It's eleven o'clock", at three levels.
 */
export function planClips(size: { seed: number; speakers: number; sentences: number }): DemoClip[] {
  const { seed, speakers, sentences } = size;
  return Array.from({ length: speakers }, (_, index) => makeSpeaker(seed, index)).flatMap((speaker) =>
    SENTENCES.slice(0, sentences).flatMap((sentence, at) =>
      EMOTIONS.flatMap((emotion) => {
        const levels: Level[] = at === 0 && emotion !== 'NEU' ? ['LO', 'MD', 'HI'] : ['XX'];
        return levels.map((level) => ({ speaker, sentence, emotion, level }));
      }),
    ),
  );
}

/** The clip's name in CREMA-D's manner, without extension. */
export const clipName = ({ speaker, sentence, emotion, level }: DemoClip): string =>
  [speaker.id, sentence.code, emotion, level].join('_');

/**
 * The clip's samples at {@link SAMPLE_RATE}. They depend on the seed and on the clip alone, not on what else is made,
 * and are the same on every machine; another JavaScript engine, whose `Math.exp` may differ in the last bit, can round
 * one of them differently.
 */
export function makeClip(seed: number, clip: DemoClip): Int16Array {
  const { speaker, sentence, emotion, level } = clip;
  const random = randomFor(seed, clipName(clip));
  const voice = planTake(speaker, emotion, level, random);
  const score = writeScore(sentence, voice, random);
  const tracks = trackGestures(score.gestures, voice);
  const pitch = pitchTracks(tracks.frames, speaker.pitch, score, voice, random);
  const sound = synthesize(tracks, pitch, voice, speaker.formantScale, random);
  return record(sound, speaker.room, SAMPLE_RATE, random);
}
