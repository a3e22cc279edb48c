import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import { finite } from '../check.ts';
import { ReportError } from '../errors.ts';
import { count, decimal } from '../format.ts';
import { melImage } from './mel-image.ts';
import { roundTicks, timeGrid, valueAxis } from './style.ts';
import { type ChartOptions, frame, renderSvg } from './svg.ts';

export interface MelSpectrogramData {
  /** Decibels or logarithms, time-major: `frames` rows of `bands` values. */
  values: ArrayLike<number>;
  frames: number;
  bands: number;
  /** Lowest and highest frequency of the bands, in Hz. */
  fMin: number;
  fMax: number;
  /** Length of the clip. */
  seconds: number;
  /** Default 'slaney'. */
  melScale?: 'slaney' | 'htk';
}

const ROUND_HZ = [250, 1000, 2000, 4000, 8000, 16000];

/** Time across, frequency upwards on the mel scale, the value as colour. */
export function melSpectrogram(data: MelSpectrogramData, options: ChartOptions = {}): string {
  const { values, frames, bands, fMin, fMax, seconds } = data;
  if (!(frames > 0 && bands > 0) || values.length !== frames * bands) {
    throw new ReportError(
      `The mel spectrogram has ${values.length} values; ${frames} frames of ${bands} bands were named.`,
    );
  }
  for (let i = 0; i < values.length; i++) finite(values[i], `mel value ${i}`);
  if (!(finite(fMin, 'fMin') >= 0 && finite(fMax, 'fMax') > fMin)) {
    throw new ReportError(`fMin ${fMin} and fMax ${fMax} must be frequencies, the lower one first.`);
  }
  if (finite(seconds, 'seconds') <= 0) throw new ReportError(`seconds is ${seconds}; it must be above 0.`);
  const toMel = data.melScale === 'htk' ? htkMel : slaneyMel;
  const [bottom, top] = [toMel(fMin), toMel(fMax)];
  const ticks = ROUND_HZ.filter((hz) => hz >= fMin && hz <= fMax);
  const box = frame(
    {
      height: 190,
      title: 'Mel spectrogram',
      description: `${count(bands)} bands from ${decimal(fMin)} to ${decimal(fMax)} Hz over ${decimal(seconds)} seconds.`,
    },
    options,
  );
  const image = melImage(values, frames, bands);
  const axis = { splitLine: { show: false } };
  return renderSvg(
    {
      grid: timeGrid({ top: 6, bottom: 40 }),
      xAxis: valueAxis({
        ...axis,
        name: 'seconds',
        nameGap: 24,
        min: 0,
        max: seconds,
        axisLabel: {
          ...valueAxis().axisLabel,
          customValues: roundTicks(0, seconds).ticks,
          formatter: decimal,
        },
      }),
      yAxis: valueAxis({
        ...axis,
        name: 'Hz',
        nameGap: 42,
        min: bottom,
        max: top,
        axisLabel: {
          ...valueAxis().axisLabel,
          customValues: ticks.map(toMel),
          formatter: (mel: number) => count(ticks.find((hz) => Math.abs(toMel(hz) - mel) < 1e-6) ?? 0),
        },
      }),
      series: {
        type: 'custom',
        data: [0],
        renderItem(_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
          const [x = 0, y = 0] = api.coord([0, top]);
          const [right = 0, low = 0] = api.coord([seconds, bottom]);
          return { type: 'image', style: { image, x, y, width: right - x, height: low - y } };
        },
      },
    },
    box,
  );
}

/** Slaney's Auditory Toolbox, 1998: linear up to 1 kHz, logarithmic above. */
function slaneyMel(hz: number): number {
  return hz < 1000 ? (3 * hz) / 200 : 15 + (27 * Math.log(hz / 1000)) / Math.log(6.4);
}

/** HTK Book, section 5.4. */
function htkMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}
