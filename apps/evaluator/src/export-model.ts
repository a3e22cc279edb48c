import { dirname } from 'node:path';
import { makeFolder, writeAtomically } from '@ser/dataset';
import { chooseBackend, loadBundle, ModelError } from '@ser/models';
import { compareWithOnnx } from './onnx/check.ts';
import { convertToOnnx, inputName, outputName } from './onnx/convert.ts';

/** Largest difference of a probability that rounding can make. */
const TOLERANCE = 1e-4;

export interface ExportOptions {
  /** Bundle folder. */
  model: string;
  out: string;
}

/** Writes a bundle's network as ONNX, once ONNX Runtime has been seen to give the same answers. */
export async function exportModel({ model: folder, out }: ExportOptions): Promise<void> {
  console.log((await chooseBackend({ backend: 'auto', device: 'auto' })).line);
  const { card, model, dispose } = await loadBundle(folder);
  try {
    const file = await convertToOnnx(model, {
      card: JSON.stringify(card),
      labels: JSON.stringify(card.labels),
      licence: card.licence ?? '',
    });
    const difference = await compareWithOnnx(model, file);
    if (!(difference <= TOLERANCE)) {
      throw new ModelError(
        `ONNX Runtime differs from the network by ${difference.toExponential(1)}, more than ${TOLERANCE}; nothing was written`,
      );
    }
    try {
      await makeFolder(dirname(out));
      await writeAtomically(out, (handle) => handle.writeFile(file));
    } catch (error) {
      throw new ModelError(`can't write ${out}: ${(error as Error).message}`);
    }
    const speeds = card.speeds.length > 1 ? `, at each of its speeds (${card.speeds.join(', ')})` : '';
    const shape = model.inputs[0]?.shape.map((size) => size ?? 'batch').join(' × ');
    console.log(
      `input   ${inputName(model)}: ${shape}, features by the card's recipe${speeds}, normalised\n` +
        `output  ${outputName(model)}: batch × ${card.labels.length}, ${card.labels.join(' ')}\n` +
        `checked in ONNX Runtime: differs by ${difference.toExponential(1)} at most\n` +
        `file    ${out} (${(file.length / 1024).toFixed(0)} KB)`,
    );
  } finally {
    dispose();
  }
}
