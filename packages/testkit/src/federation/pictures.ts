/** A PNG file of exactly `sizeBytes`, at least 64: a header, one large chunk of picture data that no two calls share, and the end. */
export function png(sizeBytes: number, seed = 1): Uint8Array {
  const head = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 1, 2, 3, 4,
  ];
  const file = new Uint8Array(sizeBytes);
  file.set(head);
  const length = sizeBytes - head.length - 12 - 12;
  new DataView(file.buffer).setUint32(head.length, length);
  file.set([0x49, 0x44, 0x41, 0x54], head.length + 4);
  let word = seed;
  for (let at = head.length + 8; at < head.length + 8 + length; at++) {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    file[at] = word >>> 24;
  }
  file.set([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82], sizeBytes - 12);
  return file;
}

/** A file as a stream of pieces, as an upload comes. */
export async function* pieces(bytes: Uint8Array, length = 60_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** All bytes of a stream. */
export async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part);
    length += part.length;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
