// Runs TensorFlow.js's tests and this package's under sanitizers:
//   node sanitize/run.mjs [address] [thread]
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sanitize } from '@ser/native-common/sanitize';

const folder = join(import.meta.dirname, '..');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const config = join(folder, '../../jest.config.js');

sanitize({ folder, file: 'tfjs_native.node', variable: 'TFJS_NATIVE_ADDON' }, [
  { name: "TensorFlow.js's own tests", command: ['conformance/run.mjs', '--threads', '3'] },
  {
    name: 'tests of this package',
    command: [jest, '--config', config, '--selectProjects', 'tfjs-native', '-i'],
  },
]);
