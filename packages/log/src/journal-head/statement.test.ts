import { WaslError } from '@wasl/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJournalEvidence } from './evidence.ts';
import { encodeJournalStatement, parseJournalStatement } from './statement.ts';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const statement = fc.record({
  descriptor: fc.string({ maxLength: 200 }),
  old: fc.nat(),
  proof: fc.array(hash, { maxLength: 54 }),
  note: fc.string({ maxLength: 400 }),
});

test('[EX6.5] a statement reads back as it was written, and its text is canonical', () => {
  fc.assert(
    fc.property(statement, (given) => {
      const text = encodeJournalStatement(given);
      const read = parseJournalStatement(text);
      expect({ ...read, proof: read.proof.length }).toEqual({ ...given, v: 1, proof: given.proof.length });
    }),
    { seed: 6, numRuns: 100 },
  );
});

test('[EX6.5, EX6.7] whatever bytes come, a statement or a proof is read or refused by code', () => {
  const refused = (run: () => unknown): void => {
    try {
      run();
    } catch (error) {
      expect(error).toBeInstanceOf(WaslError);
    }
  };
  fc.assert(
    fc.property(statement, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 300 }), (given, place, byte, junk) => {
      const bytes = new TextEncoder().encode(encodeJournalStatement(given));
      bytes[place % bytes.length] = byte;
      refused(() => parseJournalStatement(bytes));
      refused(() => parseJournalStatement(junk));
      refused(() => parseJournalEvidence(bytes));
      refused(() => parseJournalEvidence(junk));
    }),
    { seed: 6, numRuns: 200 },
  );
  expect(() => parseJournalStatement(`{"descriptor":"","note":"${'x'.repeat(50_000)}","old":0,"proof":[],"v":1}`)).toThrow(WaslError);
});
