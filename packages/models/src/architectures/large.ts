import type { Architecture } from './architecture.ts';
import { compact } from './compact.ts';
import { residualNetwork } from './residual-network.ts';

/** {@link compact}, a third wider. */
export const large: Architecture = {
  ...compact,
  name: 'large',
  description: 'compact, a third wider; takes nearly twice its time',
  build: (options) =>
    residualNetwork(
      {
        name: 'large',
        blocks: [
          { filters: 32, strides: [1, 1] },
          { filters: 64, strides: [2, 2] },
          { filters: 128, strides: [2, 2] },
          { filters: 192, strides: [1, 2] },
        ],
        frameUnits: 160,
        attentionUnits: 64,
        dropout: 0.4,
      },
      options,
    ),
};
