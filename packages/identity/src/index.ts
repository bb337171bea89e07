export { codes } from './codes.ts';
export { nodeCrypto } from './crypto/node-crypto.ts';
export { nodeRandom } from './crypto/node-random.ts';
export { createSigner, exportPrivateKey, generateSigner, loadSigner } from './crypto/node-signer.ts';
export { Secret } from './crypto/secret.ts';
