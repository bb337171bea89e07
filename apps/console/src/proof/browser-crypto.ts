import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Crypto, encodeBase64url, type PublicKey } from '@wasl/record';

const utf8 = new TextEncoder();

function digest(data: Uint8Array | string): Uint8Array {
  return sha256(typeof data === 'string' ? utf8.encode(data) : data);
}

function verify(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    // RFC 8032 as written (no ZIP 215), and no high-s malleability rule for ES256, as the nodes verify it.
    if (key.alg === 'Ed25519') return ed25519.verify(signature, message, key.bytes, { zip215: false });
    return p256.verify(signature, message, key.bytes, { prehash: true, lowS: false });
  } catch {
    return false;
  }
}

/** SHA-256 and signature checks in plain JavaScript: the page proves by itself, asking neither its server nor a network. */
export const browserCrypto: Crypto = { sha256: digest, sha256Text: (data) => encodeBase64url(digest(data)), verify };
