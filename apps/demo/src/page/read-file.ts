import type { ToWorker } from '../shared/messages.ts';

/** What browsers decode other formats at. */
const RATE = 48_000;

/**
 * A dropped file for the worker. WAV goes as it is, to be read as everywhere else in this project; other formats are decoded
 * by the browser.
 *
 * @throws with a sentence for the user if the browser can't
 */
export async function readAudioFile(file: File): Promise<ToWorker> {
  const bytes = await file.arrayBuffer();
  const head = new TextDecoder('latin1').decode(bytes.slice(0, 12));
  if (/^(RIFF|RF64|BW64)/.test(head) && head.endsWith('WAVE'))
    return { type: 'file', name: file.name, bytes };
  const audio = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes).catch(() => {
    throw new Error(`${file.name} is no recording that this browser can read. WAV always works.`);
  });
  const samples = audio.getChannelData(0).slice();
  for (let channel = 1; channel < audio.numberOfChannels; channel++) {
    audio.getChannelData(channel).forEach((sample, i) => {
      (samples[i] as number) += sample;
    });
  }
  const { numberOfChannels, sampleRate } = audio;
  return {
    type: 'recording',
    name: file.name,
    samples: samples.map((sum) => sum / numberOfChannels),
    sampleRate,
  };
}
