/**
 * y-coordinates of the Ed25519 points whose order divides 8, little endian, sign bit cleared (RFC 8032 §5.1.3 encoding;
 * the points are the solutions of 8·P = O on the curve of RFC 7748 §4.1).
 */
const smallOrder: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/**
 * True for 32 bytes that no honest key generator yields: a point of small order (anyone can make signatures that verify
 * under it) or a coordinate ≥ p, which would give one point two encodings.
 */
export function isWeakEd25519(bytes: Uint8Array): boolean {
  const masked = Buffer.from(bytes);
  masked[31] = (masked[31] ?? 0) & 0x7f;
  if (smallOrder.has(masked.toString('hex'))) return true;
  return masked[31] === 0x7f && (masked[0] ?? 0) >= 0xed && masked.subarray(1, 31).every((byte) => byte === 0xff);
}
