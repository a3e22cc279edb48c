/**
 * A whole WAV file of mono 16-bit PCM.
 *
 * @param samples 16-bit integers, or floats in [-1, 1]: what lies beyond is clipped.
 * @param sampleRate in Hz.
 */
export function encodeWav(samples: Float32Array | Int16Array, sampleRate: number): Uint8Array {
  const scale = samples instanceof Int16Array ? 1 : 32_768;
  const bytes = 2 * samples.length;
  const file = new DataView(new ArrayBuffer(44 + bytes));
  const text = (offset: number, name: string) => {
    for (let i = 0; i < name.length; i++) file.setUint8(offset + i, name.charCodeAt(i));
  };
  text(0, 'RIFF');
  file.setUint32(4, 36 + bytes, true);
  text(8, 'WAVEfmt ');
  file.setUint32(16, 16, true); // length of the format chunk
  file.setUint16(20, 1, true); // PCM
  file.setUint16(22, 1, true); // channels
  file.setUint32(24, sampleRate, true);
  file.setUint32(28, 2 * sampleRate, true); // bytes a second
  file.setUint16(32, 2, true); // bytes a frame
  file.setUint16(34, 16, true); // bits a sample
  text(36, 'data');
  file.setUint32(40, bytes, true);
  for (let i = 0; i < samples.length; i++) {
    const value = Math.round(samples[i]! * scale);
    file.setInt16(44 + 2 * i, Math.max(-32_768, Math.min(32_767, value)), true);
  }
  return new Uint8Array(file.buffer);
}
