import type { CaseTable } from '../support/property.ts';
import { copies } from './copies.ts';
import { elementwise } from './elementwise.ts';
import { images } from './images.ts';
import { products } from './products.ts';
import { sums } from './sums.ts';
import { values } from './values.ts';

/** Calls of every kernel that is written natively. */
export const cases: CaseTable = { ...copies, ...elementwise, ...images, ...products, ...sums, ...values };
