import type { FromWorker, ModelFacts, ModelSource, ToWorker, WindowAnswer } from '../shared/messages.ts';
import { Announcer } from './announcer.ts';
import { Bars } from './bars.ts';
import { element } from './element.ts';
import { emotionName, leader, percent } from './emotions.ts';
import { showFacts, showWork } from './facts.ts';
import { type Microphone, openMicrophone } from './microphone.ts';
import { ModelPicker } from './models.ts';
import { keepOffline } from './offline.ts';
import { readAudioFile } from './read-file.ts';
import { Spectrogram } from './spectrogram.ts';
import { Timeline } from './timeline.ts';
import { VoiceView } from './voice.ts';

const listenButton = element('listen', HTMLButtonElement);
const fileInput = element('file', HTMLInputElement);
const dropZone = element('drop', HTMLElement);
const backendSelect = element('backend', HTMLSelectElement);
const player = element('player', HTMLAudioElement);
const status = element('status', HTMLElement);
const problem = element('problem', HTMLElement);

const bars = new Bars(element('bars', HTMLElement));
const announcer = new Announcer(element('announcer', HTMLElement));
const spectrogram = new Spectrogram(
  element('mel', HTMLCanvasElement),
  element('low', HTMLElement),
  element('high', HTMLElement),
);
const timeline = new Timeline((chosen) => bars.show((chosen ?? whole)?.probabilities ?? []));
const voice = new VoiceView(() => send({ type: 'forget' }));
const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module' });

let facts: ModelFacts | undefined;
let microphone: Microphone | undefined;
/** What is said of all that was heard: the latest answer, or a file's. */
let whole: Pick<WindowAnswer, 'probabilities'> | undefined;

const models = new ModelPicker((source) => void openModel(source));

function send(message: ToWorker, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

function say(text: string): void {
  status.textContent = text;
}

function fail(error: unknown): void {
  problem.textContent = error instanceof Error ? error.message : String(error);
  problem.hidden = false;
}

/** Nothing can be begun while a model opens, a file is read, or the microphone opens or closes. */
function setReady(ready: boolean): void {
  listenButton.disabled = !ready;
  fileInput.disabled = !ready;
}

async function openModel(source: ModelSource): Promise<void> {
  await stopListening();
  setReady(false);
  problem.hidden = true;
  say('Loading the model…');
  send({ type: 'open', source, backend: backendSelect.value as 'auto' });
}

function begin(): void {
  whole = undefined;
  problem.hidden = true;
  timeline.clear(facts?.labels ?? []);
  bars.clear();
  bars.dim(false);
  spectrogram.clear();
  player.pause();
  player.hidden = true;
}

async function startListening(): Promise<void> {
  begin();
  setReady(false);
  say('Waiting for the microphone…');
  microphone = await openMicrophone();
  listenButton.disabled = false;
  send({ type: 'listen', port: microphone.port, sampleRate: microphone.sampleRate }, [microphone.port]);
  listenButton.textContent = 'Stop listening';
  listenButton.classList.add('active');
  say('Listening…');
}

async function stopListening(): Promise<void> {
  const stopping = microphone;
  if (!stopping) return;
  microphone = undefined;
  setReady(false);
  await stopping.stop();
  listenButton.textContent = 'Start listening';
  listenButton.classList.remove('active');
  listenButton.style.removeProperty('--level');
  setReady(true);
}

async function openFile(file: File): Promise<void> {
  await stopListening();
  begin();
  setReady(false);
  say(`Listening to ${file.name}…`);
  const message = await readAudioFile(file);
  URL.revokeObjectURL(player.src);
  player.src = URL.createObjectURL(file);
  player.hidden = false;
  send(message);
}

function sentence(probabilities: readonly number[]): string {
  const first = leader(probabilities);
  return `${emotionName(facts?.labels[first] ?? '')}, ${percent(probabilities[first] ?? 0)}`;
}

worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
  switch (data.type) {
    case 'opened':
      facts = data.facts;
      bars.setLabels(facts.labels);
      showFacts(facts, data.backend, data.refused);
      spectrogram.setRange(facts.range);
      voice.open(facts.averageVoice);
      begin();
      setReady(true);
      return say('Ready.');
    case 'heard':
      if (!microphone) return;
      listenButton.style.setProperty('--level', String(Math.min(1, 4 * data.level)));
      return spectrogram.push(data.mel);
    case 'answer':
      if (!microphone) return;
      showWork(data.workMs);
      bars.dim(data.quiet);
      say(data.quiet ? 'Listening… it is quiet.' : 'Listening…');
      if (data.quiet) return;
      whole = data.answer;
      timeline.add(data.answer);
      return announcer.follow(
        facts?.labels[leader(data.answer.probabilities)] ?? '',
        sentence(data.answer.probabilities),
      );
    case 'voice':
      return voice.show(data.seconds, data.mean);
    case 'stopped':
      return say('Stopped listening.');
    case 'file-mel':
      return spectrogram.show(data.mel, data.name, data.seconds);
    case 'file-answer':
      whole = data;
      timeline.show(data.windows);
      bars.show(data.probabilities);
      showWork(data.workMs);
      setReady(true);
      announcer.say(`${data.name}: ${sentence(data.probabilities)}`);
      return say(
        data.windows.length > 0
          ? `${data.name}: ${data.seconds.toFixed(1)} s in ${data.windows.length} windows; the bars show their mean.`
          : `${data.name}: ${data.seconds.toFixed(1)} s.`,
      );
    case 'failed':
      setReady(facts !== undefined && data.doing !== 'opening');
      say(data.doing === 'opening' ? 'No model is open.' : 'Ready.');
      if (data.doing === 'listening') void stopListening();
      return fail(data.message);
  }
});

listenButton.addEventListener('click', () => {
  if (microphone) return void stopListening();
  startListening().catch((error) => {
    setReady(true);
    say('Ready.');
    fail(error);
  });
});

const tryFile = (file: File | undefined) => {
  if (!file || fileInput.disabled) return;
  openFile(file).catch((error) => {
    setReady(true);
    say('Ready.');
    fail(error);
  });
};
fileInput.addEventListener('change', () => {
  tryFile(fileInput.files?.[0]);
  // The same file may be chosen again.
  fileInput.value = '';
});
// A file dropped anywhere is meant for the page, not for the browser to open.
addEventListener('dragover', (event) => {
  event.preventDefault();
  dropZone.classList.add('over');
});
addEventListener('dragleave', () => dropZone.classList.remove('over'));
addEventListener('drop', (event) => {
  event.preventDefault();
  dropZone.classList.remove('over');
  tryFile(event.dataTransfer?.files[0]);
});
player.addEventListener('timeupdate', () => {
  if (!player.paused) timeline.follow(player.currentTime);
});
backendSelect.addEventListener('change', () => {
  const source = models.chosen();
  if (source) void openModel(source);
});

keepOffline((text) => {
  element('offline', HTMLElement).textContent = text;
});
models
  .load()
  .then((some) => {
    const source = models.chosen();
    if (some && source) return openModel(source);
    say('This page was built without a model. Open one of your own below.');
  })
  .catch((error) => {
    say('No model is open.');
    fail(error);
  });
