import type { SimdLevel } from '../../src/addon.ts';
import { loadAddon } from '../../src/load-addon.ts';

/** The sets of vector instructions that this machine and build have; says which are left out, and why. */
export function simdLevels(): SimdLevel[] {
  const levels: SimdLevel[] = ['avx512', 'avx2', 'baseline'];
  return levels.filter((level) => {
    try {
      new (loadAddon('cpu').Engine)('cpu', 1, level).dispose();
      return true;
    } catch (error) {
      process.stderr.write(`Not tested: ${level}. ${(error as Error).message}\n`);
      return false;
    }
  });
}
