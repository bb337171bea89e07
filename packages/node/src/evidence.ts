import { type RecordId, type Result, refuse } from '@wasl/record';
import type { NodeCore } from './core.ts';

export async function evidenceOf(_core: NodeCore, id: RecordId): Promise<Result<string>> {
  return refuse('record-unknown', `no record ${id}`);
}
