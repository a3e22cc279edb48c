import { chooseBackend } from '../../src/backend/choose.ts';

/** Sets tfjs's JavaScript backend, and keeps its advice out of the test output. */
export async function useJavaScript(): Promise<void> {
  await chooseBackend({ backend: 'cpu' });
}
