export { NativeBackend, type NativeMemory } from './backend.ts';
export { randomUniform } from './random.ts';
export { type DeviceInfo, type RegisterOptions, register } from './register.ts';
