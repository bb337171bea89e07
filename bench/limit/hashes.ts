import { hash } from 'node:crypto';

const node = Buffer.alloc(65, 1);

/** The hashes a record costs at either end: each disclosure, its entry, its leaf, and one node of the tree. Gives the entry's. */
export function hashAll(record: {
  readonly disclosures: readonly string[];
  readonly entryText: string;
  readonly releaseLine: string;
}): string {
  for (const text of record.disclosures) hash('sha256', text, 'base64url');
  const id = hash('sha256', record.entryText, 'base64url');
  node.set(hash('sha256', `\0${record.releaseLine}\n${record.entryText}`, 'buffer'), 1);
  hash('sha256', node, 'buffer');
  return id;
}
