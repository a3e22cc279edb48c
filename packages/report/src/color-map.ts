/** The colours of spectrograms, without the rest of the package: for pages that draw their own. */
export { COLOR_MAP } from './charts/color-map.ts';
