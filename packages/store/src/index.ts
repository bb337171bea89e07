export { type AttachmentOptions, openAttachments } from './attachments/open-attachments.ts';
export { codes } from './codes.ts';
export type { Fault, FaultPoint } from './disk.ts';
export type { Unlock } from './keys/vault.ts';
export { openStore, type StoreOptions } from './open-store.ts';
export { type RestoreOptions, restoreStore } from './restore-store.ts';
export { openViews } from './views/open-views.ts';
